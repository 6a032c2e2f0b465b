package io.gridmill.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of this machine, whoever started them. */
final class Processes {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Processes() {}

  /** As {@code kill -9}; returns when the process is gone. */
  static void kill(ProcessHandle process) {
    process.destroyForcibly();
    if (!ends(process)) {
      throw new AssertionError(process.pid() + " lives on after SIGKILL");
    }
  }

  /** Whether the process ends within a time in which it should. */
  static boolean ends(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(process.pid() + " cannot be waited for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As {@link #ends(ProcessHandle)}. */
  static boolean ends(long pid) {
    return ProcessHandle.of(pid).map(Processes::ends).orElse(true);
  }

  /** Whether the process is held by {@code SIGSTOP}, as Linux says. */
  static boolean isStopped(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
  }
}
