package io.gridmill.grid.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLifecycle;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is checked of simulated worlds can fail: bugs that are planted on purpose are found. */
class PlantedBugsTest {
  private static final int SEEDS = 300;

  private static Task with(Task task, ArrayState array) {
    return new Task(
        task.id(),
        task.version() + 1,
        task.owner(),
        task.spec(),
        task.submittedAt(),
        task.state(),
        task.attempts(),
        task.handedBack(),
        task.startedAt(),
        task.progress(),
        task.checkpoint(),
        task.lastFailure(),
        array,
        task.owed());
  }

  static void isFound(Supplier<SimulatedStore.Carrier> bug, String... words) {
    isPlantFound(() -> Plant.of(bug.get()), words);
  }

  static void isPlantFound(Supplier<Plant> bug, String... words) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var verdict = SeedsTest.run(seed, bug.get());
      String found = verdict.violations().toString();
      if (Stream.of(words).anyMatch(found::contains)) {
        System.out.printf("planted bug found by seed %d: %s%n", seed, words[0]);
        return;
      }
    }
    assertThat(false).as("found within %d seeds", SEEDS).isTrue();
  }

  @Test
  void findsThatAttemptsAreNotFenced() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                return event instanceof TaskEvent.Succeed end
                    ? new TaskEvent.Succeed(row.attempts(), end.result())
                    : event;
              }
            },
        "result");
  }

  @Test
  void findsThatItemsOfALostLeaseAreCounted() {
    isFound(
        () ->
            new Planted() {
              @Override
              Task after(Task before, Task after, Object argument) {
                ArrayState array = after.array();
                if (array != null && after.version() == before.version()) {
                  for (TaskEvent event : Planted.events(argument)) {
                    if (event instanceof TaskEvent.Commit commit && !after.status().isTerminal()) {
                      Map<String, Long> nodes = new TreeMap<>(array.byNode());
                      nodes.merge("late", commit.to() - commit.from(), Long::sum);
                      return with(after, counted(array, nodes));
                    }
                  }
                }
                return after;
              }
            },
        "items of");
  }

  private static ArrayState counted(ArrayState array, Map<String, Long> nodes) {
    return new ArrayState(
        array.count(),
        array.done(),
        array.leases(),
        array.nextLease(),
        array.failed(),
        array.errors(),
        nodes,
        array.crashes(),
        array.suspects(),
        array.credits(),
        array.setAside(),
        array.tree());
  }

  @Test
  void findsThatARunIsNotReleasedByWhatItDependsOn() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                return event instanceof TaskEvent.Release ? new TaskEvent.Settle(List.of()) : event;
              }
            },
        "did not come to its end",
        "no order explains");
  }

  @Test
  void findsThatAChangeIsMadeOfAnOlderRow() {
    isFound(
        () ->
            new Planted() {
              private final Map<Object, Task> older = new HashMap<>();

              @Override
              Task before(Task row, Object argument) {
                Task old = older.put(row.id(), row);
                boolean late =
                    old != null
                        && row.version() % 7 == 0
                        && Planted.events(argument).stream()
                            .anyMatch(TaskEvent.Pause.class::isInstance);
                return late ? Objects.requireNonNull(old) : row;
              }
            },
        "history",
        "version",
        "became");
  }

  @Test
  void findsThatACancellationIsAnsweredAndLost() {
    isFound(
        () ->
            new Planted() {
              @Override
              Task after(Task before, Task after, Object argument) {
                return after.status() == TaskStatus.CANCELLED && !before.status().isTerminal()
                    ? before
                    : after;
              }
            },
        "history",
        "did not come to its end");
  }

  @Test
  void findsThatNobodyIsToldOfAnEnd() {
    isFound(
        () ->
            new Planted() {
              @Override
              Task after(Task before, Task after, Object argument) {
                return after.status() == TaskStatus.SUCCEEDED && !after.owed().isEmpty()
                    ? TaskLifecycle.apply(
                            after,
                            new TaskEvent.Settle(after.owed().stream().map(e -> e.id()).toList()),
                            after.submittedAt())
                        .task()
                    : after;
              }
            },
        "is told 0 times",
        "is not delivered");
  }

  @Test
  void findsThatPartOfAGangIsStarted() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                boolean passedOver =
                    event instanceof TaskEvent.Assign
                        && row.spec().scheduling().gang() != null
                        && row.id().hashCode() % 2 == 0;
                return passedOver ? new TaskEvent.Settle(List.of()) : event;
              }
            },
        "starts while");
  }

  @Test
  void findsThatPartOfAGangExpires() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                return event instanceof TaskEvent.Disband ? new TaskEvent.Settle(List.of()) : event;
              }
            },
        "expired in part",
        "did not come to its end",
        "is stuck",
        "no order explains");
  }

  @Test
  void findsThatWorkMakesWayThatNeedNot() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                return event instanceof TaskEvent.Pause && row.state() instanceof TaskState.Running
                    ? new TaskEvent.Preempt(row.attempts(), "somebody wants its place")
                    : event;
              }
            },
        "makes way",
        "history");
  }

  @Test
  void findsThatANodeGetsWorkThoughItIsDrained() {
    isFound(
        () ->
            new Planted() {
              @Override
              TaskEvent event(Task row, TaskEvent event) {
                return event instanceof TaskEvent.Assign a
                    ? new TaskEvent.Assign(a.attempt(), "node-2", a.memberId())
                    : event;
              }
            },
        "drained");
  }
}
