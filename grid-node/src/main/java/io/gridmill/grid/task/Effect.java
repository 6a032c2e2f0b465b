package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.trust.Mark;
import io.gridmill.job.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a change of a task owes to others, carried out at least once. */
public sealed interface Effect {
  /** Names the effect among all of its task. */
  String id();

  /** One of the task's webhooks is to hear of a status. */
  record Notify(String id, int webhook, TaskStatus status, long version) implements Effect {}

  /** A node is to act on an attempt or lease that it holds. */
  record Signal(String id, String memberId, Held held, Action action) implements Effect {}

  /** Nodes' results were compared. */
  record Judge(String id, List<Mark> marks) implements Effect {
    public Judge {
      marks = List.copyOf(marks);
    }
  }

  /**
   * An attempt (lease null) or a lease is to be paid for.
   *
   * @param node the node's name
   * @param meter how long it took at what price
   * @param payer who pays; null for the task's owner
   */
  record Charge(
      String id,
      int attempt,
      @Nullable Long lease,
      String node,
      Meter meter,
      @Nullable String payer)
      implements Effect {
    /** What it comes to, for the task that owes it. */
    public Entry entry(Task task) {
      return Entry.of(
          task.id(),
          attempt,
          lease,
          payer == null ? task.owner() : payer,
          node,
          task.spec().resources(),
          meter);
    }
  }

  /** What a node is to do. */
  enum Action {
    STOP,
    PAUSE,
    RESUME,
    /** Have the job save a checkpoint, stop it, and hand it back. */
    YIELD
  }

  /** An attempt (lease null) or a lease of items that a node holds. */
  record Held(io.gridmill.job.TaskId task, int attempt, @Nullable Long lease) {}
}
