package io.gridmill.grid.simulate;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All of a gang run, or none of it does. */
final class GangInvariants {
  /** How long some of a gang may be on nodes while others wait, until they are brought back. */
  private static final Duration TORN_FOR = Duration.ofSeconds(90);

  /** How often a gang may be torn: schedulers that know nothing of each other give up trying. */
  private static final int MOST_TEARS = 60;

  private final Simulation simulation;
  private final Invariants invariants;
  private final Map<String, Long> tornSince = new HashMap<>();
  private final Map<String, Integer> tears = new HashMap<>();

  GangInvariants(Simulation simulation, Invariants invariants) {
    this.simulation = simulation;
    this.invariants = invariants;
  }

  private static @Nullable String key(Task task) {
    Scheduling.Gang gang = task.spec().scheduling().gang();
    return gang == null ? null : task.owner() + " " + gang.name();
  }

  private List<Task> of(String key) {
    return invariants.rows().values().stream().filter(t -> key.equals(key(t))).toList();
  }

  void changed(@Nullable Task last, @Nullable Task next) {
    String key = next == null ? null : key(next);
    if (next == null || key == null) {
      return;
    }
    List<Task> all = of(key);
    boolean starts = next.startedAt() != null && (last == null || last.startedAt() == null);
    if (starts && all.stream().filter(t -> t.startedAt() != null).count() == 1) {
      simulation.counts().one("gangs started");
      int size = Objects.requireNonNull(next.spec().scheduling().gang()).size();
      long given = all.stream().filter(t -> t.attempts() > 0).count();
      invariants.check(
          given >= size || isTorn(all),
          next.id(),
          "starts while " + given + " of its gang of " + size + " may");
    }
    torn(key, all);
  }

  private boolean isTorn(List<Task> all) {
    return all.stream().anyMatch(t -> simulation.disks().mayBeTorn(t.id()));
  }

  private void torn(String key, List<Task> all) {
    boolean waits = all.stream().anyMatch(t -> t.state() instanceof TaskState.Queued);
    boolean runs =
        all.stream()
            .anyMatch(
                t ->
                    t.state() instanceof TaskState.Assigned
                        || t.state() instanceof TaskState.Running);
    if (!waits || !runs) {
      tornSince.remove(key);
      return;
    }
    long now = simulation.world().nanoTime();
    Long since = tornSince.putIfAbsent(key, now);
    if (since == null) {
      simulation.counts().one("gangs torn");
      int times = tears.merge(key, 1, Integer::sum);
      invariants.check(times <= MOST_TEARS, key, "is torn for the " + times + "th time");
    }
    boolean late = since != null && now - since > TORN_FOR.toNanos();
    invariants.check(
        !late || !simulation.isHealedFor(TORN_FOR), key, "runs in part for " + TORN_FOR);
  }

  /** Whether somebody has cancelled a task, or one of its gang before that had started. */
  boolean wasCancelled(Task task) {
    String key = key(task);
    return simulation.wasCancelled(task.id())
        || (key != null
            && task.startedAt() == null
            && of(key).stream().anyMatch(t -> simulation.wasCancelled(t.id())));
  }

  /** Whether another of its gang has failed. */
  boolean hasFailed(Task task) {
    String key = key(task);
    return key != null
        && of(key).stream()
            .anyMatch(t -> !t.id().equals(task.id()) && t.status() == TaskStatus.FAILED);
  }

  /** A gang that has not started ends as one. */
  void atEnd() {
    Set<String> seen = new HashSet<>();
    for (Task task : List.copyOf(invariants.rows().values())) {
      String key = key(task);
      if (key == null || !seen.add(key)) {
        continue;
      }
      List<Task> all = of(key);
      boolean started = all.stream().anyMatch(t -> t.startedAt() != null);
      boolean expired = all.stream().anyMatch(t -> t.status() == TaskStatus.EXPIRED);
      invariants.check(
          !(started && expired) || isTorn(all),
          key,
          "has run in part, and expired in part: " + all);
      if (expired) {
        simulation.counts().one("gangs expired");
      }
    }
  }
}
