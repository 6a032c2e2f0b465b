package io.gridmill.grid.task;

import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scheduler says to the nodes that run tasks. */
public final class Orders {
  /** Run these tasks, in this order; the answer says which the node would not take, and why. */
  public static final Topic<Run, Refused> RUN = new Topic<>("exec.run", Run.class, Refused.class);

  /**
   * Stop, pause, resume or yield; doing it twice is doing it once, and what is not held is passed
   * over.
   */
  public static final Topic<Signals, Done> SIGNAL =
      new Topic<>("exec.signal", Signals.class, Done.class);

  /** Name all attempts and leases that the node holds. */
  public static final Topic<WhatHeld, Holding> HELD =
      new Topic<>("exec.held", WhatHeld.class, Holding.class);

  /** Asks the scheduler's member how it goes. */
  public static final Topic<HowGoes, Schedule> SCHEDULE =
      new Topic<>("schedule.state", HowGoes.class, Schedule.class);

  private Orders() {}

  /** What part of a task is to be run. */
  public enum Part {
    /** The whole of a task that is no array. */
    ONCE,
    /** A range of an array's items. */
    ITEMS,
    /** A range of what was combined of an array's items, to be combined again. */
    COMBINE,
    /** The reduction of an array whose items are all done. */
    REDUCE,
    /** The comparison of what several runs of the task left behind. */
    COMPARE
  }

  /**
   * One attempt or lease.
   *
   * @param attempt the attempt's number; for items the number that the task's array has
   * @param lease the range; only with {@link Part#ITEMS} and {@link Part#COMBINE}
   * @param checkpoint what an earlier attempt saved
   * @param given inputs that other tasks left behind, by file name
   * @param compared the results to compare; only with {@link Part#COMPARE}
   */
  public record Order(
      TaskId task,
      String owner,
      TaskSpec spec,
      Part part,
      int attempt,
      @Nullable Lease lease,
      @Nullable ArtifactRef checkpoint,
      Map<String, GivenInput> given,
      @Nullable List<TaskResult> compared) {
    public Order {
      given = given == null ? Map.of() : Map.copyOf(given);
    }

    /** An order to run something. */
    public Order(
        TaskId task,
        String owner,
        TaskSpec spec,
        Part part,
        int attempt,
        @Nullable Lease lease,
        @Nullable ArtifactRef checkpoint,
        Map<String, GivenInput> given) {
      this(task, owner, spec, part, attempt, lease, checkpoint, given, null);
    }

    /** An order for a task that other tasks have given nothing. */
    public Order(
        TaskId task,
        String owner,
        TaskSpec spec,
        Part part,
        int attempt,
        @Nullable Lease lease,
        @Nullable ArtifactRef checkpoint) {
      this(task, owner, spec, part, attempt, lease, checkpoint, Map.of());
    }

    public Effect.Held held() {
      return new Effect.Held(task, attempt, lease == null ? null : lease.id());
    }
  }

  public record Run(List<Order> orders) {}

  public record Refusal(Effect.Held held, Failure failure) {}

  public record Refused(List<Refusal> refusals) {}

  public record Signals(List<SignalOrder> signals) {}

  public record SignalOrder(Effect.Held held, Effect.Action action) {}

  public record Done() {}

  /**
   * A question about the scheduler.
   *
   * @param many accounts of which so many tasks wait are named in the answer; 0: none
   */
  public record HowGoes(long many) {
    public HowGoes() {
      this(0);
    }
  }

  /**
   * How it goes with the scheduler.
   *
   * @param barred the nodes that get nothing for a while, by their names, and why
   * @param waiting how many tasks wait
   * @param accounts how many wait of the accounts that have many
   */
  public record Schedule(Map<String, String> barred, long waiting, Map<String, Long> accounts) {
    public Schedule(
        @Nullable Map<String, String> barred, long waiting, @Nullable Map<String, Long> accounts) {
      this.barred = barred == null ? Map.of() : Map.copyOf(barred);
      this.waiting = waiting;
      this.accounts = accounts == null ? Map.of() : Map.copyOf(accounts);
    }
  }

  public record WhatHeld() {}

  public record Holding(List<Effect.Held> held) {}
}
