package io.gridmill.grid.trace;

import java.time.Duration;

/**
 * A job of a trace.
 *
 * @param number what the trace calls it
 * @param submitted when it came, after the beginning of the trace
 * @param runs how long it ran
 * @param processors how many processors it had
 * @param requested the longest that its user let it run
 */
public record TraceJob(
    long number,
    Duration submitted,
    Duration runs,
    int processors,
    Duration requested,
    String user,
    String group) {}
