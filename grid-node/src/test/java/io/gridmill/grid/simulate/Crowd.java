package io.gridmill.grid.simulate;

import io.gridmill.grid.history.TaskAnswer;
import io.gridmill.grid.history.TaskCall;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small tasks without end that fill all nodes, and large ones behind them that must have their turn
 * all the same: one that takes all of a node, and a gang of two.
 */
final class Crowd {
  static final String OWNER = "crowd";

  /** How long a task of it says that it will take, and takes at most. */
  static final Duration EXPECTED = Duration.ofSeconds(5);

  private static final Duration EVERY = Duration.ofMillis(500);

  /**
   * Waiting must weigh ten times what stands idle, which is at most all of the node for as long as
   * one task takes; then that time again, and as much as messages may be late.
   */
  private static final Duration WITHIN = EXPECTED.multipliedBy(10 + 1).plusSeconds(60);

  private final Simulation simulation;
  private final TaskBoard board;
  private final List<Machine> nodes;
  private final List<TaskId> large = new ArrayList<>();
  private int numbers;

  Crowd(Simulation simulation, List<Machine> nodes) {
    this.simulation = simulation;
    this.nodes = nodes;
    this.board =
        new TaskBoard(simulation.tables(), simulation.world().clock(), Requests.Gatherer.DIRECTLY);
  }

  /** Lets time go by until the large ones have started, or should have. */
  void run() {
    fill();
    simulation.world().run(EXPECTED);
    Machine one = simulation.chance().of(nodes);
    large.add(submit(one.cores(), Constraint.parse("name == " + one.name()), null));
    if (nodes.size() > 1) {
      int cores = nodes.stream().mapToInt(Machine::cores).min().orElseThrow();
      Scheduling.Gang gang = new Scheduling.Gang("large", 2);
      large.add(submit(cores, null, gang));
      large.add(submit(cores, null, gang));
    }
    simulation.world().runUntil(() -> large.stream().allMatch(this::hasStarted), WITHIN);
    for (TaskId task : large) {
      if (!hasStarted(task)) {
        String within = "starves behind small ones for " + WITHIN + ": ";
        simulation.invariants().violated(task, within + row(task));
      }
    }
    simulation.counts().one("crowds");
    large.clear();
  }

  private @Nullable Task row(TaskId task) {
    return simulation.invariants().rows().get(task);
  }

  private boolean hasStarted(TaskId id) {
    Task task = row(id);
    return task != null && task.startedAt() != null;
  }

  /** Sees to it that more wait than have room, until it is over. */
  private void fill() {
    int most = 2 * nodes.stream().mapToInt(Machine::cores).sum();
    for (int i = simulation.invariants().open(); i < most; i++) {
      submit(1, null, null);
    }
    simulation
        .world()
        .at(
            EVERY,
            () -> {
              if (large.isEmpty() || !large.stream().allMatch(this::hasStarted)) {
                fill();
              }
            });
  }

  private TaskId submit(int cores, @Nullable Constraint where, Scheduling.@Nullable Gang gang) {
    Scheduling wishes = Scheduling.DEFAULT.withExpected(EXPECTED);
    var spec =
        new TaskSpec(
            OWNER,
            Workload.WORK,
            null,
            null,
            null,
            new ResourceRequest(cores, ByteSize.ofMiB(cores * 1024L), 0, null, 0),
            where,
            0,
            new RetryPolicy(100, Duration.ZERO, null, true),
            null,
            null,
            null,
            null,
            null,
            gang == null ? wishes : wishes.withGang(gang),
            null,
            null);
    NewTask task = new NewTask(TaskId.derived(OWNER, "task " + ++numbers), OWNER, spec);
    var call = new TaskCall.Submit(task, simulation.world().now());
    TaskAnswer answer = TaskAnswer.of(board.submit(task).fresh());
    simulation.recorder().atOnce(OWNER, task.id(), call, answer);
    return task.id();
  }
}
