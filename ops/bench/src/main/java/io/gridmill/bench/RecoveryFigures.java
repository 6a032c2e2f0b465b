package io.gridmill.bench;

/**
 * What {@code bench recovery} found, in seconds; the median and the worst of some trials each.
 *
 * @param worker_to_rerun_s from the kill of a worker to its task's next attempt, running
 * @param provider_to_rerun_s from the kill of a provider node to its task's next attempt, running
 *     on another
 * @param core_to_placement_s from the kill of the scheduler's node to a task running that waited
 *     meanwhile
 * @param cold_restart_s from the start of all nodes, killed before, to a waiting task running
 * @param cold_known_s from the start of all nodes to when the scheduler has read all that wait
 * @param waiting_tasks how many waited at the cold restart
 */
@SuppressWarnings("MemberName") // the names of the line that programs read
public record RecoveryFigures(
    double worker_to_rerun_s,
    double worker_to_rerun_max_s,
    double provider_to_rerun_s,
    double provider_to_rerun_max_s,
    double core_to_placement_s,
    double core_to_placement_max_s,
    double cold_restart_s,
    double cold_restart_max_s,
    double cold_known_s,
    double cold_known_max_s,
    long waiting_tasks,
    int trials,
    int cold_trials) {}
