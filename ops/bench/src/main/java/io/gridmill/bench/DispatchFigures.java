package io.gridmill.bench;

import org.jspecify.annotations.Nullable;

/**
 * What {@code bench dispatch} found in one run.
 *
 * @param tasks_per_s independent no-op tasks from submission through REST to committed result, each
 *     row in the memory of two nodes
 * @param tasks_per_s_synced the same on one node, each result in a log that is synced to disk
 *     before it counts; null if it was not measured
 * @param p50_ms one warm no-op task, from the call of submit to its result in hand
 * @param p99_ms the same, all but one in a hundred
 * @param items_per_s no-op items of one array, from submission to the task's end
 * @param items_per_s_kept the same, with a result of 64 bytes kept for each
 * @param baseline_tasks_per_s the same no-op by a plain ExecutorService of as many threads as the
 *     machine has cores, each task waited for
 * @param cpu_ms_per_task CPU time of all processes, the client included, for each independent task
 * @param cpu_ms_per_task_synced the same with the synced log
 * @param setting what nodes there were
 */
@SuppressWarnings("MemberName") // the names of the line that programs read
public record DispatchFigures(
    double tasks_per_s,
    @Nullable Double tasks_per_s_synced,
    double p50_ms,
    double p99_ms,
    double items_per_s,
    double items_per_s_kept,
    double baseline_tasks_per_s,
    double cpu_ms_per_task,
    @Nullable Double cpu_ms_per_task_synced,
    String setting) {}
