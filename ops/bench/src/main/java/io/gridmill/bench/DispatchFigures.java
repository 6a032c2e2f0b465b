package io.gridmill.bench;

/**
 * What {@code bench dispatch} found in one run.
 *
 * @param tasks_per_s independent no-op tasks from submission through REST to committed result
 * @param p50_ms one warm no-op task, from the call of submit to its result in hand
 * @param p99_ms the same, all but one in a hundred
 * @param items_per_s no-op items of one array, from submission to the task's end
 * @param baseline_tasks_per_s the same no-op by a plain ExecutorService of as many threads as the
 *     machine has cores, each task waited for
 * @param cpu_ms_per_task CPU time of all processes, the client included, for each independent task
 */
@SuppressWarnings("MemberName") // the names of the line that programs read
public record DispatchFigures(
    double tasks_per_s,
    double p50_ms,
    double p99_ms,
    double items_per_s,
    double baseline_tasks_per_s,
    double cpu_ms_per_task) {}
