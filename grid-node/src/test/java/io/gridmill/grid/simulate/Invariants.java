package io.gridmill.grid.simulate;

import io.gridmill.grid.delivery.Delivery;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Replicas;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.Failure;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must hold of all rows at every change. */
final class Invariants implements Observer {
  private static final int MOST = 5;

  /** How long it may take until the scheduler knows that a node is drained. */
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

  private final Simulation simulation;
  private final Map<TaskId, Task> rows = new LinkedHashMap<>();
  private final Map<TaskId, TreeMap<Long, Set<String>>> notices = new HashMap<>();
  private final Map<String, Delivery> deliveries = new HashMap<>();

  /** Attempts that were lost while their owners held them are held against nobody. */
  private final Map<TaskId, Integer> lostWhilePaused = new HashMap<>();

  private final List<String> violations = new ArrayList<>();
  private final GangInvariants gangs;
  private final LedgerInvariants ledger;
  private int open;

  Invariants(Simulation simulation) {
    this.simulation = simulation;
    this.gangs = new GangInvariants(simulation, this);
    this.ledger = new LedgerInvariants(simulation, this);
  }

  List<String> violations() {
    return violations;
  }

  /** How many tasks have not ended. */
  int open() {
    return open;
  }

  Map<TaskId, Task> rows() {
    return rows;
  }

  void violated(Object about, String what) {
    if (violations.size() < MOST) {
      violations.add(about + ": " + what);
      simulation.trace().note("VIOLATION", about, 0, what);
    }
  }

  void check(boolean holds, Object about, String what) {
    if (!holds) {
      violated(about, what);
    }
  }

  @Override
  public void changed(
      String table, Object key, @Nullable Object before, @Nullable Object after, boolean undone) {
    simulation.disks().changed(table, key, before, after, undone);
    ledger.changed(key, before, after, undone);
    if (key instanceof TaskId id) {
      Task last = (Task) before;
      Task next = (Task) after;
      count(id, last, next);
      if (undone) {
        forget(id, next == null ? 0 : next.version());
      } else {
        task(id, last, next);
        gangs.changed(last, next);
      }
    } else if (after instanceof Delivery delivery) {
      deliveries.put(String.valueOf(key), delivery);
    } else if (before instanceof Delivery) {
      deliveries.remove(String.valueOf(key));
    }
  }

  private void count(TaskId id, @Nullable Task last, @Nullable Task next) {
    open += (next != null && !next.status().isTerminal()) ? 1 : 0;
    open -= (last != null && !last.status().isTerminal()) ? 1 : 0;
    if (next == null) {
      rows.remove(id);
    } else {
      rows.put(id, next);
    }
  }

  private void forget(TaskId id, long version) {
    TreeMap<Long, Set<String>> of = notices.get(id);
    if (of != null) {
      of.tailMap(version, false).clear();
    }
  }

  private void task(TaskId id, @Nullable Task last, @Nullable Task next) {
    if (next == null) {
      violated(id, "was removed");
      return;
    }
    for (Effect effect : next.owed()) {
      if (effect instanceof Effect.Notify notify) {
        notices
            .computeIfAbsent(id, t -> new TreeMap<>())
            .computeIfAbsent(notify.version(), v -> new HashSet<>())
            .add(id + "-" + notify.version() + "-" + notify.webhook());
      }
    }
    if (last == null) {
      return;
    }
    check(
        next.version() > last.version(),
        id,
        "version " + next.version() + " after " + last.version());
    if (last.status().isTerminal()) {
      check(next.state().equals(last.state()), id, last.state() + " became " + next.state());
      return;
    }
    attempts(last, next);
    array(last, next);
    owners(next);
    begins(last, next);
    ends(next);
    drained(last, next);
  }

  private void attempts(Task last, Task next) {
    check(
        next.attempts() >= last.attempts() && next.attempts() <= last.attempts() + 1,
        next.id(),
        "attempt " + next.attempts() + " after " + last.attempts());
    if (last.state() instanceof TaskState.Paused before
        && next.state() instanceof TaskState.Paused after
        && before.attempt() != null
        && after.attempt() == null) {
      lostWhilePaused.merge(next.id(), 1, Integer::sum);
    }
    int tries = next.attempts() - next.handedBack() - lostWhilePaused.getOrDefault(next.id(), 0);
    check(next.array() != null || tries <= most(next), next.id(), "is tried " + tries + " times");
  }

  /** How often a task is tried at most; one that is checked by a second node is run twice. */
  private static int most(Task task) {
    Replication replication = task.spec().replication();
    int replicas = replication == null ? 2 : replication.replicas();
    return replicas * task.spec().retry().maxAttempts();
  }

  private void owners(Task next) {
    if (next.state() instanceof TaskState.Replicated state) {
      check(
          Replicas.owners(state).size() == state.open().size() + state.votes().size(),
          next.id(),
          "is run twice by one owner");
    }
  }

  private void begins(Task last, Task next) {
    boolean waited = last.state() instanceof TaskState.Waiting;
    boolean given =
        next.state() instanceof TaskState.Assigned
            || next.state() instanceof TaskState.Spread
            || next.state() instanceof TaskState.Replicated;
    if (!waited && given) {
      check(maySettle(next), next.id(), "starts before what it depends on");
    }
  }

  /** Whether what a task depends on has ended as it was to. */
  private boolean maySettle(Task task) {
    List<TaskStatus> ends = new ArrayList<>();
    for (TaskId on : task.spec().dependsOn()) {
      Task other = rows.get(on);
      if (simulation.disks().mayBeTorn(on)) {
        return true; // it had ended when the others were told of it
      }
      ends.add(other == null ? TaskStatus.CANCELLED : other.status());
    }
    return switch (task.spec().dependencyRule()) {
      case ALL_SUCCEEDED -> ends.stream().allMatch(TaskStatus.SUCCEEDED::equals);
      case ANY_SUCCEEDED -> ends.isEmpty() || ends.contains(TaskStatus.SUCCEEDED);
      case ANY_FAILED -> ends.contains(TaskStatus.FAILED) || ends.contains(TaskStatus.EXPIRED);
      case ALL_ENDED -> ends.stream().allMatch(TaskStatus::isTerminal);
    };
  }

  private void ends(Task next) {
    switch (next.state()) {
      case TaskState.Succeeded end -> succeeded(next, end);
      case TaskState.Failed end -> failed(next, end.attempt(), end.failure());
      case TaskState.Cancelled _ ->
          check(gangs.wasCancelled(next), next.id(), "is cancelled by nobody");
      case TaskState.Expired _ -> {
        check(next.startedAt() == null, next.id(), "expires though it had started");
        check(next.spec().queueLimit() != null, next.id(), "expires without a limit");
      }
      default -> {}
    }
  }

  private void succeeded(Task task, TaskState.Succeeded end) {
    Attempt attempt = end.attempt();
    if (attempt == null) {
      check(
          task.array() != null && task.array().complete(), task.id(), "succeeds without a result");
      return;
    }
    String wrong = simulation.workload().wrong(task.id(), attempt.number(), end.result());
    check(wrong == null, task.id(), String.valueOf(wrong));
    check(
        task.array() == null || task.array().complete(),
        task.id(),
        "is reduced before all is done");
  }

  private void failed(Task task, @Nullable Attempt attempt, Failure failure) {
    if (attempt != null) {
      int tries = task.attempts() - task.handedBack();
      check(
          !task.spec().retry().retries(failure.code(), tries),
          task.id(),
          "fails by " + failure + " with tries left after " + tries);
    }
  }

  /** A node that is drained is given nothing. */
  private void drained(Task last, Task next) {
    boolean given = next.state() instanceof TaskState.Assigned a && isDrained(a.attempt().node());
    boolean leased =
        next.array() != null
            && last.array() != null
            && next.array().nextLease() > last.array().nextLease()
            && isDrained(next.array().leases().getLast().node());
    check(!(given || leased), next.id(), "is given to a node that is drained");
  }

  private boolean isDrained(String node) {
    return node.equals(simulation.drained()) && simulation.isHealedFor(KNOWN_WITHIN);
  }

  /** An event was accepted. */
  void happened(Task row, TaskEvent event) {
    simulation.counts().one(event.getClass().getSimpleName());
    ledger.happened(row, event);
    if (event instanceof TaskEvent.Preempt) {
      boolean may = row.spec().scheduling().preemptible() || row.spec().scheduling().gang() != null;
      check(may, row.id(), "makes way though it is not preemptible");
    }
    if (event instanceof TaskEvent.LeaseRanges lease
        && lease.leases().stream().anyMatch(l -> l.doubles() != null)) {
      simulation.counts().one("second leases");
    }
  }

  private void array(Task last, Task next) {
    ArrayState before = last.array();
    ArrayState after = next.array();
    if (before == null || after == null) {
      check(before == null && after == null, next.id(), "becomes another kind of task");
      return;
    }
    for (Interval done : before.done()) {
      check(
          after.done().stream().anyMatch(d -> d.from() <= done.from() && done.to() <= d.to()),
          next.id(),
          "items " + done + " are done no more");
    }
    List<Interval> taken = new ArrayList<>(after.done());
    taken.sort(Comparator.comparingLong(Interval::from));
    long at = 0;
    for (Interval done : taken) {
      check(done.from() >= at && done.to() <= after.count(), next.id(), "items are done twice");
      at = done.to();
    }
    for (boolean doubling : new boolean[] {false, true}) {
      List<Lease> leases = new ArrayList<>(after.leases());
      leases.removeIf(lease -> (lease.doubles() != null) != doubling);
      leases.sort(Comparator.comparingLong(Lease::from));
      at = 0;
      for (Lease lease : leases) {
        check(lease.from() >= at, next.id(), "items are leased twice");
        at = lease.to();
      }
    }
    long byNode = after.byNode().values().stream().mapToLong(Long::longValue).sum();
    long aside = after.setAside().stream().mapToLong(Interval::size).sum();
    check(
        byNode + aside == after.doneItems(), next.id(), byNode + " items of " + after.doneItems());
  }

  /** Who does not hear is told again and again, for as long as it is a member. */
  private boolean isForTheDeaf(Effect effect) {
    return effect instanceof Effect.Signal signal
        && simulation.machines().stream()
            .anyMatch(
                m ->
                    m.cluster().self().id().equals(signal.memberId())
                        && simulation.trouble().isDeaf(m.name()));
  }

  /** What must hold when all has come to its end. */
  void atEnd() {
    for (Task task : rows.values()) {
      check(task.status().isTerminal(), task.id(), "is stuck as " + task.state() + " of " + task);
      check(
          task.owed().stream().allMatch(this::isForTheDeaf),
          task.id(),
          "still owes " + task.owed());
      if (task.state() instanceof TaskState.Failed end
          && end.failure().code() == io.gridmill.job.ErrorCode.DEPENDENCY_FAILED) {
        check(
            !maySettle(task) || gangs.hasFailed(task) || dependsOnTorn(task),
            task.id(),
            "fails for others that ended as they were to");
      }
    }
    Disks disks = simulation.disks();
    Set<String> owed = new HashSet<>();
    notices.forEach(
        (task, of) -> {
          of.values().forEach(owed::addAll);
          boolean torn = disks.mayBeTorn(task);
          of.values().stream()
              .flatMap(Set::stream)
              .forEach(n -> check(torn || deliveries.containsKey(n), n, "is not delivered"));
        });
    deliveries.forEach(
        (id, delivery) ->
            check(
                owed.contains(id) || disks.mayBeTorn(delivery.call().task().id()),
                id,
                "is delivered for nothing"));
    rows.values().stream().filter(t -> !disks.mayBeTorn(t.id())).forEach(this::endIsToldOnce);
    gangs.atEnd();
    ledger.atEnd();
  }

  private boolean dependsOnTorn(Task task) {
    return task.spec().dependsOn().stream().anyMatch(simulation.disks()::mayBeTorn);
  }

  private void endIsToldOnce(Task task) {
    for (int i = 0; i < task.spec().webhooks().size(); i++) {
      int channel = i;
      long told =
          deliveries.values().stream()
              .filter(d -> d.call().task().id().equals(task.id()))
              .filter(d -> d.id().endsWith("-" + channel))
              .filter(d -> d.call().task().status() == task.status())
              .count();
      boolean asked = task.spec().webhooks().get(i).on().contains(task.status());
      check(told == (asked ? 1 : 0), task.id(), "its end is told " + told + " times");
    }
  }
}
