package io.gridmill.worker;

import io.gridmill.job.run.JobLog;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.LineStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the jobs' words go: standard output, standard error and the log, as lines to the node. */
final class JobOutput {
  private final Outbox outbox;
  private final LineStream out = new LineStream(line -> send(Frame.Source.OUT, line));
  private final LineStream err = new LineStream(line -> send(Frame.Source.ERR, line));
  private volatile long key;

  JobOutput(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Takes the place of the process's standard streams. */
  void install() {
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /** Lines belong to this work from now on. */
  void begin(long work) {
    key = work;
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
