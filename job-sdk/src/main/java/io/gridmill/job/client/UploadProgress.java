package io.gridmill.job.client;

/** Is told how an upload goes on. */
@FunctionalInterface
public interface UploadProgress {
  /** Tells nobody. */
  UploadProgress NONE = (sent, size) -> {};

  /**
   * Called now and then on the uploading thread, and once at the end.
   *
   * @param sent bytes that the grid has, those of an earlier try included
   * @param size bytes in all
   */
  void sent(long sent, long size);
}
