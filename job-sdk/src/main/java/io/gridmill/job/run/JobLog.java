package io.gridmill.job.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * The task's log, which its owner reads in the dashboard and with {@code gridmill logs}.
 *
 * <p>What the job prints to standard output and standard error is kept, too, without a level. May
 * be used from any thread. A task keeps its last few thousand lines.
 */
public interface JobLog {

  /** How much a line matters. */
  enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** Writes an entry; each line of the text becomes a line of the log. */
  void write(Level level, String text);

  default void info(String text) {
    write(Level.INFO, text);
  }

  default void warn(String text) {
    write(Level.WARN, text);
  }

  default void error(String text) {
    write(Level.ERROR, text);
  }

  /** Writes the text and the stack trace of its cause. */
  default void error(String text, Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    write(Level.ERROR, text + "\n" + trace);
  }
}
