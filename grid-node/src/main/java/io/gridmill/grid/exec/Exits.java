package io.gridmill.grid.exec;

import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.worker.protocol.RunMark;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts into words how a process ended. */
final class Exits {
  /** What the JVM adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(24, "SIGXCPU"),
          Map.entry(25, "SIGXFSZ"),
          Map.entry(31, "SIGSYS"));

  /** Signals upon which a JVM runs its shutdown hooks. */
  private static final Set<Integer> ORDERLY = Set.of(129, 130, 143);

  private Exits() {}

  /** Such as {@code exit code 3} or {@code signal 9 (SIGKILL)}. */
  static String describe(int code) {
    String signal = SIGNALS.get(code - SIGNALLED);
    return signal == null
        ? "exit code " + code
        : "signal " + (code - SIGNALLED) + " (" + signal + ")";
  }

  /**
   * Why the work that a worker was running has failed, the worker being gone.
   *
   * @param detail the last lines that it wrote
   */
  static Failure ofWorker(
      int code, RunMark.@Nullable Ending ending, ByteSize memory, @Nullable String detail) {
    if (ending == RunMark.Ending.OUT_OF_MEMORY) {
      String message = "no memory left within resources.memory: " + memory;
      return new Failure(ErrorCode.OUT_OF_MEMORY, message, detail);
    }
    boolean exited =
        switch (ending) {
          case EXIT -> !ORDERLY.contains(code);
          case NONE -> !SIGNALS.containsKey(code - SIGNALLED);
          case null, default -> false;
        };
    if (exited) {
      return new Failure(
          ErrorCode.JOB_EXITED, "the job ended its process with exit code " + code, detail);
    }
    return new Failure(ErrorCode.WORKER_CRASHED, "worker killed by " + describe(code), detail);
  }
}
