package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every state meets every event; what comes of it is kept in {@code ops/docs/task-states.mmd}. */
class TaskLifecycleMatrixTest {
  private static final Path GOLDEN = Path.of("../ops/docs/task-states.mmd");
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final TaskId FIRST = TaskId.derived("me", "first");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1);
  private static final Attempt ATTEMPT = new Attempt(1, "node-a", "member-a", NOW);
  private static final Attempt YIELDING = ATTEMPT.yieldingFor("a gang needs its cores");
  private static final Failure CRASH = Failure.of(ErrorCode.WORKER_CRASHED, "signal 9 (SIGKILL)");
  private static final Failure THROWN = Failure.of(ErrorCode.JOB_FAILED, "it threw");

  private static TaskSpec spec(boolean array) {
    return SpecMaker.of(new Work.Java(List.of(REF), "a.Job"))
        .name("t")
        .array(array ? new ArraySpec(100, null, false) : null)
        .retry(new RetryPolicy(2, Duration.ZERO, null, false))
        .queueLimit(Duration.ofMinutes(10))
        .make();
  }

  private static Task task(TaskState state, boolean array) {
    boolean waits = state instanceof TaskState.Waiting || state instanceof TaskState.Queued;
    ArrayState items = ArrayState.fresh(100);
    if (state instanceof TaskState.Spread) {
      items =
          items
              .with(
                  List.of(
                      new Lease(1, 0, 50, "node-a", "member-a", NOW),
                      new Lease(2, 50, 100, "node-b", "member-b", NOW)))
              .with(new TaskEvent.Commit(2, 50, 100, 0, List.of()));
    }
    return new Task(
        ID,
        5,
        "me",
        spec(array),
        NOW.minusSeconds(3600),
        state,
        waits ? 0 : 1,
        0,
        waits ? null : NOW,
        null,
        null,
        null,
        array ? items : null,
        List.of());
  }

  static Map<String, Task> states() {
    Map<String, Task> all = new LinkedHashMap<>();
    all.put("WAITING", task(new TaskState.Waiting(List.of(FIRST)), false));
    all.put("QUEUED", task(new TaskState.Queued(NOW), false));
    all.put("QUEUED(items)", task(new TaskState.Queued(NOW), true));
    all.put("ASSIGNED", task(new TaskState.Assigned(ATTEMPT), false));
    all.put("RUNNING", task(new TaskState.Running(ATTEMPT), false));
    all.put("RUNNING(yielding)", task(new TaskState.Running(YIELDING), false));
    all.put("RUNNING(items)", task(new TaskState.Spread(), true));
    all.put("RUNNING(replicas)", task(replicated(false), false));
    all.put("PAUSED(replicas)", task(replicated(true), false));
    all.put("PAUSED(attempt)", task(new TaskState.Paused(ATTEMPT, List.of()), false));
    all.put("PAUSED(yielding)", task(new TaskState.Paused(YIELDING, List.of()), false));
    all.put("PAUSED", task(new TaskState.Paused(null, List.of()), false));
    all.put("PAUSED(waiting)", task(new TaskState.Paused(null, List.of(FIRST)), false));
    all.put("SUCCEEDED", task(new TaskState.Succeeded(NOW, ATTEMPT, TaskResult.NONE), false));
    all.put("FAILED", task(new TaskState.Failed(NOW, ATTEMPT, CRASH), false));
    all.put("CANCELLED", task(new TaskState.Cancelled(NOW, "enough"), false));
    all.put("EXPIRED", task(new TaskState.Expired(NOW), false));
    return all;
  }

  private static TaskState replicated(boolean held) {
    var run = new TaskState.Run(ATTEMPT, "ann", false);
    var other = new TaskState.Run(new Attempt(0, "node-b", "member-b", NOW), "bob", false);
    return new TaskState.Replicated(
        3,
        2,
        held ? List.of() : List.of(run),
        List.of(Vote.of(other, TaskResult.NONE)),
        null,
        held,
        0);
  }

  static Map<String, TaskEvent> events() {
    Map<String, TaskEvent> all = new LinkedHashMap<>();
    all.put("release", new TaskEvent.Release(FIRST));
    all.put("block", new TaskEvent.Block(FIRST, TaskStatus.FAILED));
    all.put("assign first attempt", new TaskEvent.Assign(1, "node-a", "member-a"));
    all.put("assign second attempt", new TaskEvent.Assign(2, "node-a", "member-a"));
    all.put("replica, first", new TaskEvent.AssignReplica(1, "node-c", "member-c", "carl"));
    all.put("replica, second", new TaskEvent.AssignReplica(2, "node-c", "member-c", "carl"));
    all.put("replica, of one owner", new TaskEvent.AssignReplica(2, "node-b", "member-b", "bob"));
    all.put("waive", new TaskEvent.Waive());
    all.put("start", new TaskEvent.Start(1));
    all.put("start, stale", new TaskEvent.Start(0));
    all.put("report", new TaskEvent.Report(1, new Progress(1, 2, 0, null)));
    all.put("report, stale", new TaskEvent.Report(0, new Progress(1, 2, 0, null)));
    all.put("save", new TaskEvent.Save(1, REF));
    all.put("save, stale", new TaskEvent.Save(0, REF));
    all.put("succeed", new TaskEvent.Succeed(1, TaskResult.NONE));
    all.put("succeed, stale", new TaskEvent.Succeed(0, TaskResult.NONE));
    all.put(
        "succeed otherwise",
        new TaskEvent.Succeed(1, new TaskResult(new RawJson("1"), null, Map.of())));
    all.put("fail by crash", new TaskEvent.Fail(1, CRASH));
    all.put("fail by exception", new TaskEvent.Fail(1, THROWN));
    all.put("fail, stale", new TaskEvent.Fail(0, CRASH));
    all.put("lose", new TaskEvent.Lose(1, "node left"));
    all.put("lose, stale", new TaskEvent.Lose(0, "node left"));
    all.put("hand back", new TaskEvent.HandBack(1, "busy"));
    all.put("hand back, stale", new TaskEvent.HandBack(0, "busy"));
    Lease open = new Lease(1, 0, 50, "node-a", "member-a", NOW);
    all.put("lease open items", new TaskEvent.LeaseRanges(List.of(open)));
    Lease taken = new Lease(3, 40, 60, "node-a", "member-a", NOW);
    all.put("lease taken items", new TaskEvent.LeaseRanges(List.of(open, taken)));
    all.put("commit some items", new TaskEvent.Commit(1, 0, 10, 0, List.of()));
    all.put("commit all items", new TaskEvent.Commit(1, 0, 50, 0, List.of()));
    all.put("commit items, stale", new TaskEvent.Commit(9, 0, 50, 0, List.of()));
    all.put("end lease", new TaskEvent.EndLease(1, null));
    all.put("end lease by crash", new TaskEvent.EndLease(1, CRASH));
    all.put("end lease by exception", new TaskEvent.EndLease(1, THROWN));
    all.put("end lease, stale", new TaskEvent.EndLease(9, CRASH));
    all.put("preempt", new TaskEvent.Preempt(1, "a gang needs its cores"));
    all.put("preempt, stale", new TaskEvent.Preempt(0, "a gang needs its cores"));
    all.put("recall", new TaskEvent.Recall(1, "a gang needs its cores"));
    all.put("recall, stale", new TaskEvent.Recall(9, "a gang needs its cores"));
    all.put("pause", new TaskEvent.Pause());
    all.put("resume", new TaskEvent.Resume());
    all.put("cancel", new TaskEvent.Cancel("enough"));
    all.put("expire", new TaskEvent.Expire());
    all.put("disband, another cancelled", new TaskEvent.Disband(FIRST, TaskStatus.CANCELLED));
    all.put("disband, another failed", new TaskEvent.Disband(FIRST, TaskStatus.FAILED));
    all.put("disband, another expired", new TaskEvent.Disband(FIRST, TaskStatus.EXPIRED));
    all.put("settle", new TaskEvent.Settle(List.of("5.0")));
    return all;
  }

  private static String name(Task task) {
    boolean items = task.array() != null && !task.array().complete();
    String detail =
        switch (task.state()) {
          case TaskState.Queued _ -> items ? "(items)" : "";
          case TaskState.Spread _ -> "(items)";
          case TaskState.Replicated _ -> "(replicas)";
          case TaskState.Running r when r.attempt().yields() -> "(yielding)";
          case TaskState.Paused p when p.attempt() != null ->
              p.attempt().yields() ? "(yielding)" : "(attempt)";
          case TaskState.Paused p when !p.on().isEmpty() -> "(waiting)";
          default -> "";
        };
    return task.status() + detail;
  }

  private static String effects(Transition transition) {
    List<String> signals = new ArrayList<>();
    for (Effect effect : transition.task().owed()) {
      if (effect instanceof Effect.Signal signal) {
        signals.add(signal.action().name().toLowerCase(java.util.Locale.ROOT));
      } else if (effect instanceof Effect.Judge) {
        signals.add("judge");
      }
    }
    return signals.isEmpty() ? "" : " / " + String.join(", ", signals);
  }

  private static String print() {
    StringBuilder diagram = new StringBuilder("stateDiagram-v2\n");
    StringBuilder refused = new StringBuilder();
    states().keySet().stream()
        .filter(s -> s.contains("("))
        .forEach(s -> diagram.append("  ").append(alias(s)).append(": ").append(s).append('\n'));
    diagram.append("  [*] --> QUEUED: submit\n  [*] --> WAITING: submit with dependsOn\n");
    diagram.append("  [*] --> PAUSED: submit held\n");
    diagram.append("  [*] --> PAUSED_waiting: submit held with dependsOn\n");
    states()
        .forEach(
            (from, task) -> {
              Set<String> no = new LinkedHashSet<>();
              events()
                  .forEach(
                      (label, event) -> {
                        Transition t = TaskLifecycle.apply(task, event, NOW);
                        if (t.accepted()) {
                          String to = name(t.task());
                          String line = alias(from) + " --> " + alias(to) + ": " + label;
                          diagram.append("  ").append(line).append(effects(t)).append('\n');
                        } else {
                          no.add(label);
                        }
                      });
              refused.append("%% ").append(from).append(" refuses: ");
              refused.append(String.join("; ", no)).append('\n');
            });
    return diagram.toString() + refused;
  }

  private static String alias(String state) {
    return state.replace("(", "_").replace(")", "");
  }

  @Test
  void doesWithEveryEventInEveryStateWhatTheDiagramSays() throws Exception {
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(GOLDEN, print());
    }
    assertThat(print()).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void meetsEveryKindOfEvent() {
    Set<Class<?>> met = new LinkedHashSet<>();
    events().values().forEach(e -> met.add(e.getClass()));
    assertThat(met).containsExactlyInAnyOrder(TaskEvent.class.getPermittedSubclasses());
    Set<Class<?>> in = new LinkedHashSet<>();
    states().values().forEach(t -> in.add(t.state().getClass()));
    assertThat(in).containsExactlyInAnyOrder(TaskState.class.getPermittedSubclasses());
  }

  @Test
  void changesNothingWhenItRefuses() {
    for (Task task : states().values()) {
      for (TaskEvent event : events().values()) {
        Transition t = TaskLifecycle.apply(task, event, NOW);
        assertThat(t.task().version()).isEqualTo(task.version() + (t.accepted() ? 1 : 0));
        if (!t.accepted()) {
          assertThat(t.task()).isEqualTo(task);
        }
      }
    }
  }

  @Test
  void neverLeavesAnEnd() {
    for (Task task : states().values()) {
      if (task.status().isTerminal()) {
        for (TaskEvent event : events().values()) {
          assertThat(TaskLifecycle.apply(task, event, NOW).task().status())
              .isEqualTo(task.status());
        }
      }
    }
    assertThat(Arrays.stream(TaskStatus.values()).filter(TaskStatus::isTerminal)).hasSize(4);
  }
}
