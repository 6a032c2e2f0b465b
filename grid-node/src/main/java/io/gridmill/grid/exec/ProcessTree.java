package io.gridmill.grid.exec;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process that was started as the leader of a group of its own, with all that it started since:
 * its group, and descendants that left the group.
 */
record ProcessTree(ProcessHandle leader) {
  private static final boolean MAC =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGSTOP = MAC ? 17 : 19;
  private static final int SIGCONT = MAC ? 19 : 18;

  /** Ends all of it, at once. */
  void kill() {
    signal(SIGKILL);
  }

  /** Asks all of it to end. */
  void terminate() {
    signal(SIGTERM);
  }

  /** Lets all of it stand still. */
  void pause() {
    signal(SIGSTOP);
  }

  /** Lets all of it go on. */
  void resume() {
    signal(SIGCONT);
  }

  private void signal(int number) {
    List<ProcessHandle> others = new ArrayList<>(leader.descendants().toList());
    if (leader.isAlive()) {
      Kill.send(leader.pid(), number);
    }
    Kill.send(-leader.pid(), number);
    for (ProcessHandle other : others) {
      if (other.isAlive()) {
        Kill.send(other.pid(), number);
      }
    }
  }

  /** The system's {@code kill}. */
  @SuppressWarnings("restricted") // the JDK itself sends no signals but two
  private static final class Kill {
    private static final MethodHandle KILL =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Kill() {}

    /** Sends a signal; that there is no such process (any more) is no error. */
    static void send(long pid, int number) {
      try {
        var _ = (int) KILL.invokeExact(Math.toIntExact(pid), number);
      } catch (Throwable e) {
        throw new IllegalStateException("kill could not be called", e);
      }
    }
  }
}
