package io.gridmill.job.client;

/**
 * An upload in chunks, begun with the {@link io.gridmill.job.ArtifactRef} of the whole.
 *
 * @param id names the upload in its URL
 * @param sha256 the digest that the content must have
 * @param size the length of the content
 * @param offset how many bytes have arrived; {@code size} once the content is stored
 * @param chunkSize chunks start at multiples of this many bytes
 */
public record Upload(String id, String sha256, long size, long offset, int chunkSize) {
  /** Whether the whole content is stored. */
  public boolean isComplete() {
    return offset == size;
  }
}
