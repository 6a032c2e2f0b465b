package io.gridmill.grid.task;

import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;

/** A task to be kept, unless its id is taken. */
public record NewTask(TaskId id, String owner, TaskSpec spec) {}
