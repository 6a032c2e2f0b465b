package io.gridmill.grid.simulate;

import io.gridmill.grid.ledger.Audit;
import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that counts is charged once, nothing else is, and the ledger balances. What counts is found
 * out by what happened, not by what rows say is owed.
 */
final class LedgerInvariants {
  private static final Set<ErrorCode> BY_JOB = Set.of(ErrorCode.JOB_FAILED, ErrorCode.TIME_LIMIT);

  private final Simulation simulation;
  private final Invariants invariants;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** What happened to each task that bears on what it costs, by the version that it led to. */
  private final Map<TaskId, TreeMap<Long, Set<Done>>> done = new HashMap<>();

  /** What bears on what a task costs. */
  private sealed interface Done {
    /** This attempt or lease is to be paid for. */
    record Counts(String cause) implements Done {}

    /** What an attempt has saved is kept. */
    record Saved(int attempt) implements Done {}

    /** A run of a replicated task ended: it is to be paid for if it is believed. */
    record Voted(String cause, int attempt, @Nullable TaskResult result, @Nullable ErrorCode error)
        implements Done {}
  }

  LedgerInvariants(Simulation simulation, Invariants invariants) {
    this.simulation = simulation;
    this.invariants = invariants;
  }

  /** A row has changed. */
  void changed(Object key, @Nullable Object before, @Nullable Object after, boolean undone) {
    if (before instanceof Task last && after instanceof Task next && undone) {
      forget(last.id(), next.version());
    } else if (before instanceof Task last && after == null) {
      forget(last.id(), 0);
    } else if (before instanceof Entry || after instanceof Entry) {
      String cause = String.valueOf(key);
      if (after instanceof Entry entry) {
        invariants.check(before == null, cause, "is charged again");
        invariants.check(entry.cause().equals(cause), cause, "is charged as " + entry.cause());
        entries.put(cause, entry);
        simulation
            .counts()
            .one(entry.lease() == null ? "charges of attempts" : "charges of leases");
      } else {
        invariants.check(undone, cause, "is not charged any more");
        entries.remove(cause);
      }
    }
  }

  private void forget(TaskId task, long version) {
    TreeMap<Long, Set<Done>> of = done.get(task);
    if (of != null) {
      of.tailMap(version, false).clear();
    }
  }

  /** An event was accepted by a task that was in this row. */
  void happened(Task row, TaskEvent event) {
    switch (event) {
      case TaskEvent.Succeed end -> ended(row, end.attempt(), end.result(), null);
      case TaskEvent.Fail end -> ended(row, end.attempt(), null, end.failure().code());
      case TaskEvent.Save save -> add(row, new Done.Saved(save.attempt()));
      case TaskEvent.HandBack back -> takenBack(row, back.attempt());
      case TaskEvent.Preempt preempt when !(row.state() instanceof TaskState.Running) ->
          takenBack(row, preempt.attempt());
      case TaskEvent.Pause _ when row.state() instanceof TaskState.Assigned assigned ->
          takenBack(row, assigned.attempt().number());
      case TaskEvent.Cancel _ -> cancelled(row);
      case TaskEvent.Commit commit -> committed(row, commit.lease());
      default -> {}
    }
  }

  private void add(Task row, Done one) {
    done.computeIfAbsent(row.id(), t -> new TreeMap<>())
        .computeIfAbsent(row.version() + 1, v -> new LinkedHashSet<>())
        .add(one);
  }

  private void ended(Task row, int number, @Nullable TaskResult result, @Nullable ErrorCode error) {
    String cause = row.id() + "-" + number;
    if (row.state() instanceof TaskState.Replicated state) {
      if (state.open().stream().anyMatch(r -> asks(r.attempt(), number))) {
        add(row, new Done.Voted(cause, number, result, error));
      }
    } else if (asks(current(row), number) && (error == null || BY_JOB.contains(error))) {
      add(row, new Done.Counts(cause));
    }
  }

  private void takenBack(Task row, int number) {
    boolean saved =
        done.getOrDefault(row.id(), new TreeMap<>()).values().stream()
            .anyMatch(all -> all.contains(new Done.Saved(number)));
    if (saved && asks(current(row), number)) {
      add(row, new Done.Counts(row.id() + "-" + number));
    }
  }

  private void cancelled(Task row) {
    Attempt attempt = row.state() instanceof TaskState.Assigned ? null : current(row);
    if (attempt != null && attempt.meter() != null) {
      add(row, new Done.Counts(row.id() + "-" + attempt.number()));
    }
  }

  private void committed(Task row, long id) {
    ArrayState array = row.array();
    if (array != null
        && array.leases().stream()
            .filter(l -> l.meter() != null)
            .map(Lease::id)
            .anyMatch(l -> l == id)) {
      add(row, new Done.Counts(row.id() + "/" + id));
    }
  }

  private static boolean asks(@Nullable Attempt attempt, int number) {
    return attempt != null && attempt.number() == number && attempt.meter() != null;
  }

  private static @Nullable Attempt current(Task row) {
    return switch (row.state()) {
      case TaskState.Assigned state -> state.attempt();
      case TaskState.Running state -> state.attempt();
      case TaskState.Paused state -> state.attempt();
      default -> null;
    };
  }

  /** What must hold when all has come to its end. */
  void atEnd() {
    Set<String> due = new HashSet<>();
    Disks disks = simulation.disks();
    for (Task task : invariants.rows().values()) {
      if (disks.mayBeTorn(task.id())) {
        continue;
      }
      due.addAll(due(task));
      if (task.state() instanceof TaskState.Succeeded end
          && end.attempt() != null
          && end.attempt().meter() != null) {
        String cause = task.id() + "-" + end.attempt().number();
        invariants.check(entries.containsKey(cause), cause, "succeeded and is not charged");
      }
    }
    due.forEach(
        cause -> invariants.check(entries.containsKey(cause), cause, "counts and is not charged"));
    entries.forEach(
        (cause, entry) -> {
          boolean torn = disks.mayBeTorn(entry.task());
          invariants.check(torn || due.contains(cause), cause, "is charged for nothing");
          parties(cause, entry);
        });
    balances();
  }

  private Set<String> due(Task task) {
    Set<String> due = new HashSet<>();
    Set<Done> all = new LinkedHashSet<>();
    done.getOrDefault(task.id(), new TreeMap<>()).values().forEach(all::addAll);
    Attempt last =
        switch (task.state()) {
          case TaskState.Succeeded end -> end.attempt();
          case TaskState.Failed end -> end.attempt();
          default -> null;
        };
    for (Done one : all) {
      if (one instanceof Done.Counts counts) {
        due.add(counts.cause());
      } else if (one instanceof Done.Voted vote && last != null && isBelieved(task, vote)) {
        due.add(vote.cause());
      }
    }
    return due;
  }

  private static boolean isBelieved(Task task, Done.Voted vote) {
    return switch (task.state()) {
      case TaskState.Succeeded end -> end.result().equals(vote.result());
      case TaskState.Failed end ->
          end.failure().code() == vote.error()
              && BY_JOB.contains(vote.error())
              && !task.spec().retry().retries(vote.error()); // what may be tried again is no vote
      default -> false;
    };
  }

  private void parties(String cause, Entry entry) {
    Task task = invariants.rows().get(entry.task());
    boolean checked = task != null && task.spec().replication() == null;
    invariants.check(
        task != null
            && (entry.payer().equals(task.owner())
                || (checked && entry.payer().equals(Ledger.OPERATOR))),
        cause,
        "is paid by " + entry.payer());
    invariants.check(entry.earner().equals(entry.node()), cause, "is earned by " + entry.earner());
  }

  private void balances() {
    Audit audit = new Ledger(simulation.tables()).audit();
    invariants.check(audit.faults().isEmpty(), "ledger", "is wrong: " + audit.faults());
    invariants.check(audit.sum() == 0, "ledger", "does not balance: " + audit.balances());
    invariants.check(audit.entries() == entries.size(), "ledger", "has entries nobody made");
    Map<String, Long> sums = new TreeMap<>();
    for (Entry entry : entries.values()) {
      sums.merge(entry.earner(), entry.amount(), Long::sum);
      sums.merge(entry.payer(), -entry.amount(), Long::sum);
    }
    invariants.check(
        sums.equals(audit.balances()),
        "ledger",
        audit.balances() + " is not what it says: " + sums);
  }
}
