package io.gridmill.cli;

import io.gridmill.job.GridException;

/** What the command's exit status means. */
public final class ExitCode {
  /** All went well. */
  public static final int OK = 0;

  /** A task failed, was cancelled or expired, or the grid refused a request. */
  public static final int FAILED = 1;

  /** The command line or a file that it names is wrong. */
  public static final int USAGE = 2;

  /** No grid answers, or it could not be started. */
  public static final int NO_GRID = 3;

  /** The key is missing, wrong, or does not allow this. */
  public static final int NOT_ALLOWED = 4;

  static final String[] MEANINGS = {
    "0:All went well.",
    "1:A task failed, was cancelled or expired, or the grid refused a request.",
    "2:The command line, or a file that it names, is wrong.",
    "3:No grid answers, or it could not be started.",
    "4:The key is missing, wrong, or does not allow this."
  };

  private ExitCode() {}

  static int of(GridException e) {
    return switch (e.code()) {
      case INVALID_ARGUMENT, BAD_JAR, BAD_JOB_CLASS, BAD_INPUT -> USAGE;
      case UNAVAILABLE, NO_QUORUM -> NO_GRID;
      case UNAUTHENTICATED, FORBIDDEN -> NOT_ALLOWED;
      default -> FAILED;
    };
  }
}
