package io.gridmill.job.testing;

import io.gridmill.job.run.JobLog;
import java.time.Instant;

/**
 * What a job wrote to its log.
 *
 * @param at when, by the grid's clock
 */
public record LogEntry(Instant at, JobLog.Level level, String text) {}
