package io.gridmill.worker;

import io.gridmill.job.Progress;
import io.gridmill.worker.protocol.Frame;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a job's progress on, a few times a second at most, and the last word in any case. */
final class JobProgress {
  private static final int MAX_NOTE = 1000;
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final Outbox outbox;
  private long key;
  private long sentAt;
  private @Nullable Progress waiting;

  JobProgress(Outbox outbox) {
    this.outbox = outbox;
    this.sentAt = System.nanoTime() - INTERVAL;
  }

  /** Reports are about this work from now on. */
  synchronized void begin(long work) {
    key = work;
    waiting = null;
  }

  synchronized void report(Progress progress) {
    String note = progress.note();
    waiting =
        note == null || note.length() <= MAX_NOTE
            ? progress
            : new Progress(
                progress.done(), progress.total(), progress.failed(), note.substring(0, MAX_NOTE));
    long now = System.nanoTime();
    if (now - sentAt >= INTERVAL) {
      sentAt = now;
      end();
    }
  }

  /** Sends what was not sent yet. */
  synchronized void end() {
    Progress last = waiting;
    if (last != null) {
      waiting = null;
      outbox.send(new Frame.Report(key, last));
    }
  }
}
