package io.gridmill.job.runtime;

import io.gridmill.job.Progress;
import io.gridmill.job.run.JobLog;

/** Where a run's news go. Called from any thread of the job, several at once. */
public interface RunEvents {

  /** The job's own count; {@code failed} is 0. May come very often: pass on the latest. */
  void progress(Progress progress);

  /** A log entry, perhaps of several lines. */
  void log(JobLog.Level level, String text);

  /** State to resume from, in place of any earlier. The array is not changed afterwards. */
  void checkpoint(byte[] state);
}
