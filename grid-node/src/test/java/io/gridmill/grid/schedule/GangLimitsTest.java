package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.simulate.Access;
import io.gridmill.grid.simulate.SimulatedTables;
import io.gridmill.grid.simulate.World;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the queue limits of gangs while their rows cannot be read. */
class GangLimitsTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final World world = new World(1);
  private final MemoryGrid grid = new MemoryGrid();
  private final MemoryCluster core = grid.join("core", Set.of(Member.Role.CORE), Map.of());
  private final TaskBoard board =
      new TaskBoard(
          new SimulatedTables(world).by(new Unreadable()),
          world.clock(),
          Requests.Gatherer.DIRECTLY);
  private Scheduler scheduler = scheduler();
  private boolean unreadable;

  private final class Unreadable implements Access {
    @Override
    public void read(String table) {
      if (unreadable) {
        throw new GridException(ErrorCode.UNAVAILABLE, "table " + table + " cannot be read");
      }
    }
  }

  private Scheduler scheduler() {
    return new Scheduler(
        SchedulingPolicy.FAIR,
        board,
        new Dispatcher(core, rejection -> {}),
        world.clock(),
        world::nanoTime);
  }

  @AfterEach
  void close() {
    board.close();
    core.close();
  }

  private Task submit(String name) {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(new ArtifactRef("ab".repeat(32), 1)), "a.Job"))
            .name(name)
            .queueLimit(LIMIT)
            .scheduling(Scheduling.DEFAULT.withGang(new Scheduling.Gang("g", 2)))
            .make();
    return board.submit(new NewTask(TaskId.derived("me", name), "me", spec)).task();
  }

  private TaskStatus statusAfter(Duration time, Task task) {
    unreadable = true;
    world.run(time);
    scheduler.tick();
    unreadable = false;
    return board.get(task.id()).orElseThrow().status();
  }

  @Test
  void expiresAGangWhoseLimitPassedWhileItsRowsCouldNotBeRead() {
    Task one = submit("one");
    scheduler.task(one);
    assertThat(statusAfter(LIMIT.multipliedBy(2), one)).isEqualTo(TaskStatus.QUEUED);
    world.run(Duration.ofSeconds(2));
    scheduler.tick();
    world.run(Duration.ofSeconds(2));
    scheduler.tick();
    assertThat(board.get(one.id()).orElseThrow().status()).isEqualTo(TaskStatus.EXPIRED);
  }

  @Test
  void doesNotExpireOneOfAGangOfWhichAnotherSucceededUnseen() {
    Task one = submit("one");
    Task other = submit("other");
    Offer offer = new Offer("n-1", "n", 4, ByteSize.ofMiB(4096), List.of(), Map.of());
    scheduler.node(new NodeReport(offer, 1, Instant.EPOCH, 0, 0));
    board.apply(one.id(), new TaskEvent.Assign(1, "n", "n-1"));
    board.apply(other.id(), new TaskEvent.Pause());
    scheduler.task(board.get(one.id()).orElseThrow());
    scheduler.task(board.get(other.id()).orElseThrow());
    scheduler.tick();
    board.apply(one.id(), new TaskEvent.Succeed(1, TaskResult.NONE));
    scheduler.ended(one.id(), TaskStatus.SUCCEEDED);
    world.run(LIMIT.multipliedBy(2));
    board.apply(other.id(), new TaskEvent.Resume());
    scheduler.task(board.get(other.id()).orElseThrow());
    scheduler.tick();
    assertThat(board.get(other.id()).orElseThrow().status()).isNotEqualTo(TaskStatus.EXPIRED);
  }

  @Test
  void doesNotExpireOneOfAGangThatMayHaveStarted() {
    Task one = submit("one");
    Task other = submit("other");
    board.apply(other.id(), new TaskEvent.Assign(1, "n", "n-1"));
    board.apply(other.id(), new TaskEvent.Start(1));
    scheduler = scheduler();
    scheduler.task(one);
    assertThat(statusAfter(LIMIT.multipliedBy(2), one)).isEqualTo(TaskStatus.QUEUED);
    scheduler.tick();
    world.run(Duration.ofMinutes(1));
    scheduler.tick();
    assertThat(board.get(one.id()).orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
  }
}
