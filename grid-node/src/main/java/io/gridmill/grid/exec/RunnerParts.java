package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.artifact.LocalCache;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskLogs;
import java.time.InstantSource;

/** What a task runner works with. */
public record RunnerParts(
    TaskBoard board,
    TaskLogs logs,
    Artifacts artifacts,
    LocalCache cache,
    InstantSource clock,
    Metrics metrics) {}
