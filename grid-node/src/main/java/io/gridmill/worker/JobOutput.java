package io.gridmill.worker;

import io.gridmill.job.run.JobLog;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.LineStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the jobs' words go: standard output, standard error and the log, as lines to the node. */
final class JobOutput {
  private final Outbox outbox;
  private final LineStream out = new LineStream(line -> send(Frame.Source.OUT, line));
  private final LineStream err = new LineStream(line -> send(Frame.Source.ERR, line));
  private final PrintStream outStream = new Unclosable(out);
  private final PrintStream errStream = new Unclosable(err);
  private volatile long key;

  JobOutput(Outbox outbox) {
    this.outbox = outbox;
  }

  /** A stream that one job cannot close for the next. */
  private static final class Unclosable extends PrintStream {
    Unclosable(LineStream lines) {
      super(lines, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Takes the place of the process's standard streams, whatever a job may have put there. */
  void install() {
    System.setOut(outStream);
    System.setErr(errStream);
  }

  /** Lines belong to this work from now on. */
  void begin(long work) {
    key = work;
    install();
  }

  /** Sends what was begun of a line. */
  void end() {
    out.endLine();
    err.endLine();
  }

  void log(JobLog.Level level, String text) {
    text.lines()
        .forEach(
            line -> {
              String whole = level + " " + line;
              send(
                  Frame.Source.LOG,
                  whole.length() <= LineStream.MAX_LINE
                      ? whole
                      : whole.substring(0, LineStream.MAX_LINE) + LineStream.CUT);
            });
  }

  private void send(Frame.Source source, String line) {
    outbox.send(new Frame.Log(key, source, line));
  }
}
