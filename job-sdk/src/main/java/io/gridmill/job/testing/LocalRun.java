package io.gridmill.job.testing;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in a task that a {@link LocalGrid} ran, besides its result.
 *
 * @param attempts how many attempts there were
 * @param failures why attempts failed, the first one first; a task that succeeded in the end may
 *     have some
 * @param log what the job wrote to its log, in all attempts
 * @param progress every progress that the job told, in all attempts
 * @param checkpoint what the job saved last, or was given to start with
 * @param outputs the output files of the attempt that succeeded, by name; they stay until the grid
 *     is closed
 */
public record LocalRun(
    int attempts,
    List<Failure> failures,
    List<LogEntry> log,
    List<Progress> progress,
    Optional<byte[]> checkpoint,
    Map<String, Path> outputs) {

  /** The texts of the log, in order. */
  public List<String> logTexts() {
    return log.stream().map(LogEntry::text).toList();
  }
}
