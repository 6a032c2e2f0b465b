package io.gridmill.worker.protocol;

/** Bytes that a worker hands over: within the frame, or as a file if there are many of them. */
public sealed interface Payload {
  /** The most bytes that travel within a frame. */
  int MAX_INLINE = 1 << 20;

  /** Bytes within the frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Inline(byte[] bytes) implements Payload {}

  /**
   * A file that the receiver removes when it has read it.
   *
   * @param path the file's absolute path
   */
  record InFile(String path) implements Payload {}
}
