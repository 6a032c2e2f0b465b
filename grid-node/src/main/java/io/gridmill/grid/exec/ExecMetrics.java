package io.gridmill.grid.exec;

import io.gridmill.grid.metrics.Metrics;
import java.util.function.IntSupplier;

/** What a task runner counts. */
final class ExecMetrics {
  final Metrics.Count ended;
  final Metrics.Timing ran;
  final Metrics.Count starts;
  final Metrics.Timing startTime;
  final Metrics.Count crashes;
  final Metrics.Count refusals;

  ExecMetrics(Metrics metrics, IntSupplier workers, IntSupplier held) {
    ended =
        metrics.counter(
            "gridmill_tasks_run_total",
            "Attempts and leases that this node has ended, by how.",
            "outcome");
    ran = metrics.timing("gridmill_task_run_seconds", "How long attempts and leases ran.");
    starts = metrics.counter("gridmill_worker_starts_total", "Worker processes started.");
    startTime =
        metrics.timing(
            "gridmill_worker_start_seconds", "From the start of a worker to its first word.");
    crashes =
        metrics.counter(
            "gridmill_worker_crashes_total", "Workers that died under a task, by cause.", "cause");
    refusals =
        metrics.counter(
            "gridmill_exec_events_refused_total",
            "Events that the task board refused, the attempt being stale.");
    metrics.gauge("gridmill_workers", "Worker processes, idle ones included.", workers::getAsInt);
    metrics.gauge(
        "gridmill_tasks_held", "Attempts and leases that this node holds.", held::getAsInt);
  }
}
