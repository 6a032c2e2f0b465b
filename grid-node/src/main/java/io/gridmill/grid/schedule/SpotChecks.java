package io.gridmill.grid.schedule;

import io.gridmill.grid.trust.CheckRate;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Which tasks are run by several nodes: those that ask for it, and some of the others, at random.
 * The node that has such a task's first run cannot tell.
 */
final class SpotChecks {
  private final CheckRate others;
  private final Map<TaskId, Double> asked = new HashMap<>();

  SpotChecks(CheckRate others) {
    this.others = others;
  }

  /** Takes note of a task that asks for replicas, all the time or now and then. */
  void asks(TaskId task, Replication replication) {
    asked.put(task, Objects.requireNonNull(replication.rate()));
  }

  /** Takes note of a task that several nodes run. */
  void runs(TaskId task) {
    asked.put(task, 1.0);
  }

  void forget(TaskId task) {
    if (!asked.isEmpty()) {
      asked.remove(task);
    }
  }

  /**
   * Whether a task's next run is one of several.
   *
   * @param checkable whether other owners have nodes for it; asked only where it matters
   */
  boolean picks(Entry entry, BooleanSupplier checkable) {
    Double share = asked.isEmpty() ? null : asked.get(entry.id());
    if (share != null) {
      return share >= 1 || isDrawn(entry, share);
    }
    return entry.terms().gang() == null
        && isDrawn(entry, others.share())
        && checkable.getAsBoolean();
  }

  private boolean isDrawn(Entry entry, double share) {
    return share > 0 && entry.attempts() == 0 && others.picks(entry.id(), share);
  }
}
