package io.gridmill.job.client;

import java.time.Instant;

/**
 * One line of a task's log.
 *
 * @param n its number in the task's log, from 0 on
 * @param attempt the attempt that wrote it
 * @param at when
 * @param stream {@code stdout}, {@code stderr}, or {@code log} for what the job logged itself
 * @param text the line without its end
 */
public record LogEntry(long n, int attempt, Instant at, String stream, String text) {}
