package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks of several kinds while workers are killed and tasks are paused, resumed and cancelled at
 * random; the test does what the scheduler does.
 */
@Timeout(180)
class ChaosTest {
  private static final int TASKS = 75;

  @TempDir Path folder;
  private final Random random = new Random(20261120);

  @Test
  void endsEveryTaskAndHasAllItsCoresInTheEnd() throws IOException {
    try (RunnerFixture grid = new RunnerFixture(folder, 2)) {
      Map<TaskId, TaskSpec> tasks = new HashMap<>();
      for (int i = 0; i < TASKS; i++) {
        TaskSpec spec = spec(grid, i);
        tasks.put(grid.submit(spec), spec);
      }
      int open = TASKS;
      for (int round = 0; open > 0; round++) {
        open = schedule(grid, tasks);
        if (round < 60) {
          disturb(grid, List.copyOf(tasks.keySet()));
        }
        LockSupport.parkNanos(10_000_000);
      }
      grid.awaitNothingHeld();
      grid.await(() -> grid.runner.load().coresFree() == 2, "all cores are free");
      tasks.forEach((id, spec) -> check(grid.board.get(id).orElseThrow(), spec));
    }
  }

  private TaskSpec spec(RunnerFixture grid, int i) {
    TaskSpec spec =
        switch (i % 25) {
          case 3 -> grid.spec(Jobs.Halts.class, "7");
          case 7 -> grid.spec(Jobs.Throws.class, "\"no\"");
          case 11 -> grid.spec(Jobs.Prints.class, "50");
          case 13, 14 -> grid.spec(Jobs.Waits.class, String.valueOf(100 + random.nextInt(400)));
          case 17 -> TaskSpec.command("sh", "-c", "echo hello; sleep 0.1");
          case 19 ->
              Specs.withTimeLimit(grid.spec(Jobs.Waits.class, "600000"), Duration.ofMillis(200));
          default -> grid.spec(Jobs.Twice.class, "21");
        };
    long heap = i % 3 == 0 ? 900 : 600; // no two of these fit, and only one of each kind of worker
    return spec.work() instanceof io.gridmill.job.Work.Java
        ? Specs.withResources(spec, new ResourceRequest(1, ByteSize.ofMiB(heap), 0, null, 0))
        : spec;
  }

  /** Gives out what is queued; returns how many tasks have not ended. */
  private int schedule(RunnerFixture grid, Map<TaskId, TaskSpec> tasks) {
    int open = 0;
    List<Orders.Order> orders = new ArrayList<>();
    for (Task task : grid.board.getAll(tasks.keySet()).values()) {
      open += task.status().isTerminal() ? 0 : 1;
      if (task.state() instanceof TaskState.Queued queued
          && !queued.notBefore().isAfter(grid.clock.instant())
          && orders.size() < 40) {
        orders.add(grid.order(task.id()));
      } else if (task.state() instanceof TaskState.Paused && random.nextInt(20) == 0) {
        deliver(grid, grid.board.apply(task.id(), new TaskEvent.Resume()));
      }
    }
    assertThat(grid.runner.run(new Orders.Run(orders)).refusals()).isEmpty();
    return open;
  }

  private void disturb(RunnerFixture grid, List<TaskId> tasks) {
    TaskId id = tasks.get(random.nextInt(tasks.size()));
    switch (random.nextInt(30)) {
      case 0 ->
          ProcessHandle.current()
              .children()
              .filter(p -> p.info().commandLine().orElse("").contains("WorkerMain"))
              .findAny()
              .ifPresent(ProcessHandle::destroyForcibly);
      case 1 -> deliver(grid, grid.board.apply(id, new TaskEvent.Cancel("at random")));
      case 2, 3, 4, 5, 6, 7 -> deliver(grid, grid.board.apply(id, new TaskEvent.Pause()));
      default -> {}
    }
  }

  private static void deliver(RunnerFixture grid, Applied applied) {
    Task task = applied.task();
    assertThat(task).isNotNull();
    for (Effect effect : task.owed()) {
      if (effect instanceof Effect.Signal signal) {
        var order = new Orders.SignalOrder(signal.held(), signal.action());
        grid.runner.signal(new Orders.Signals(List.of(order)));
        grid.board.apply(task.id(), new TaskEvent.Settle(List.of(signal.id())));
      }
    }
  }

  private static void check(Task task, TaskSpec spec) {
    if (task.status() == TaskStatus.CANCELLED) {
      return;
    }
    boolean fails =
        spec.name().equals("Jobs$Halts")
            || spec.name().equals("Jobs$Throws")
            || spec.timeLimit().toMillis() == 200;
    // three times lost to the killing of its workers, a task fails, too
    if (fails || task.attempts() - task.handedBack() < 3) {
      assertThat(task.status())
          .as("%s", task)
          .isEqualTo(fails ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
    }
  }
}
