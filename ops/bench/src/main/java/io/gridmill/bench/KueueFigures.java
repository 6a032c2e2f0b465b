package io.gridmill.bench;

import java.util.Map;

/**
 * What {@code bench kueue --real} found.
 *
 * @param seconds from the first submission until all had ended, as seen by HTTP
 * @param makespan_s from the first task's submission to the last one's end, by the grid's clock
 * @param succeeded how many ended well
 * @param usage the share of all quotas that was in use in the makespan
 * @param mean_wait_s how long workloads of each size waited, from submission to start
 */
@SuppressWarnings("MemberName") // the names of the line that programs read
public record KueueFigures(
    int workloads,
    int queues,
    int providers,
    double seconds,
    double makespan_s,
    int succeeded,
    double usage,
    Map<String, Double> mean_wait_s) {}
