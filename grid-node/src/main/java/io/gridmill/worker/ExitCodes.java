package io.gridmill.worker;

/** What a worker's process ends with when it ends itself. */
final class ExitCodes {
  /** It was told to stop, and has. */
  static final int STOPPED = 0;

  /** Its own code failed. */
  static final int FAILED = 1;

  /** It could not start: wrong arguments, or no way to its node. */
  static final int NOT_STARTED = 2;

  /** It ran out of memory. */
  static final int OUT_OF_MEMORY = 3;

  /** Its node is gone. */
  static final int CHANNEL = 4;

  private ExitCodes() {}
}
