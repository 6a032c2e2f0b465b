package io.gridmill.grid.exec;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.nio.file.Path;

/** A process with a task runner that is killed by the test that started it. */
final class NodeStandIn {
  private NodeStandIn() {}

  public static void main(String[] args) throws Exception {
    RunnerFixture grid = new RunnerFixture(Path.of(args[0]), 3);
    TaskId deaf = grid.run(grid.spec(Jobs.Deaf.class, null));
    grid.await(deaf, t -> t.status() == TaskStatus.RUNNING);
    TaskId paused = grid.run(grid.spec(Jobs.Waits.class, "600000"));
    grid.await(paused, t -> t.status() == TaskStatus.RUNNING);
    grid.board.apply(paused, new TaskEvent.Pause());
    grid.signal(paused, 1, Effect.Action.PAUSE);
    TaskId command = grid.run(TaskSpec.command("sleep", "543"));
    grid.await(command, t -> t.status() == TaskStatus.RUNNING);
    System.out.println("ready");
    System.out.flush();
    System.in.read();
  }
}
