package io.gridmill.grid.task;

import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.Explanation;

/** What the node that runs the scheduler can be asked. */
public final class Questions {
  /** The name of the singleton that answers. */
  public static final String SCHEDULER = "scheduler";

  /** Why a task waits. */
  public static final Topic<Why, Explanation> WHY =
      new Topic<>("schedule.why", Why.class, Explanation.class);

  private Questions() {}

  /** Asks why a task waits. */
  public record Why(TaskId task) {}
}
