package io.gridmill.job.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Stack traces as authors want to see them: of their own code, down to where the grid called it.
 */
final class StackTraces {
  static final int MAX_CAUSES = 20;
  private static final int MAX_FRAMES = 100;
  private static final int MAX_LENGTH = 16_384;
  private static final Set<String> CALLERS =
      Set.of(JobRunner.class.getName(), ArrayRunner.class.getName(), JobClass.class.getName());

  private final StringBuilder text = new StringBuilder();
  private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private StackTraces() {}

  static String of(Throwable thrown) {
    StackTraces traces = new StackTraces();
    traces.add("", "", thrown);
    String all = traces.text.toString().stripTrailing();
    return all.length() <= MAX_LENGTH ? all : all.substring(0, MAX_LENGTH) + "\n...";
  }

  /** The class and message, whatever the class does in its {@code toString}. */
  static String title(Throwable thrown) {
    try {
      return thrown.toString();
    } catch (RuntimeException | StackOverflowError e) {
      return thrown.getClass().getName();
    }
  }

  private void add(String indent, String prefix, Throwable thrown) {
    text.append(indent).append(prefix).append(title(thrown)).append('\n');
    if (!seen.add(thrown) || seen.size() > MAX_CAUSES) {
      return;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    int end = endOfJob(frames);
    for (int i = 0; i < Math.min(end, MAX_FRAMES); i++) {
      text.append(indent).append("\tat ").append(frames[i]).append('\n');
    }
    if (end > MAX_FRAMES) {
      text.append(indent).append("\t... ").append(end - MAX_FRAMES).append(" more\n");
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      add(indent + "\t", "Suppressed: ", suppressed);
    }
    if (thrown.getCause() != null) {
      add(indent, "Caused by: ", thrown.getCause());
    }
  }

  /** The frame after the last of the job's own. */
  private static int endOfJob(StackTraceElement[] frames) {
    int end = 0;
    while (end < frames.length && !CALLERS.contains(frames[end].getClassName())) {
      end++;
    }
    while (end > 0 && isReflection(frames[end - 1].getClassName())) {
      end--;
    }
    return end > 1 && isBridge(frames[end - 1], frames[end - 2]) ? end - 1 : end;
  }

  /** What javac puts between a call of the interface and the method with the job's own types. */
  private static boolean isBridge(StackTraceElement caller, StackTraceElement called) {
    return caller.getClassName().equals(called.getClassName())
        && caller.getMethodName().equals(called.getMethodName());
  }

  private static boolean isReflection(String className) {
    return className.startsWith("java.lang.reflect.")
        || className.startsWith("jdk.internal.reflect.")
        || className.startsWith("java.lang.invoke.");
  }
}
