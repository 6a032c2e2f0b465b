package io.gridmill.grid.artifact;

import io.gridmill.job.ArtifactRef;

/**
 * How far an upload is.
 *
 * @param id names the upload; of content that is stored, its digest
 * @param ref what the content will be
 * @param offset how many bytes have arrived: the next ones are appended here
 * @param chunkSize offsets are multiples of this many bytes, until the end
 */
public record UploadState(String id, ArtifactRef ref, long offset, int chunkSize) {
  /** Whether the content is stored. */
  public boolean complete() {
    return offset == ref.size();
  }
}
