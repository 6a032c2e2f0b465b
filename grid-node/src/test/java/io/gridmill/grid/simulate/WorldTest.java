package io.gridmill.grid.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Work WORK =
      new Work.Java(List.of(new ArtifactRef("ab".repeat(32), 1)), "a.Job");

  private final World world = new World(1);
  private final SimulatedRing ring = new SimulatedRing(world);
  private final SimulatedTables tables = new SimulatedTables(world);

  private SimulatedCore core(String name) {
    return new SimulatedCore(
        io.gridmill.grid.schedule.SchedulingPolicy.FAIR,
        ring,
        new SimulatedProcess(world, name),
        tables);
  }

  private SimulatedNode node(String name, int cores, Duration takes) {
    var process = new SimulatedProcess(world, name);
    var cluster = ring.join(process, Set.of(Member.Role.PROVIDER), Map.of());
    process.atEnd(() -> ring.left(cluster));
    var gatherer = SimulatedGathering.of(process, () -> 1_000_000);
    var board = new TaskBoard(tables, process.clock(), gatherer);
    var parts =
        new SimulatedNode.Parts(cluster, board, new Resources(tables), order -> Plan.of(takes));
    var offer =
        new Offer(cluster.self().id(), name, cores, ByteSize.ofMiB(65_536), List.of(), Map.of());
    return new SimulatedNode(parts, offer);
  }

  private static NewTask task(String key, @Nullable ArraySpec array) {
    var spec = SpecMaker.of(WORK).name("t").array(array).make();
    return new NewTask(TaskId.derived("me", key), "me", spec);
  }

  private static TaskStatus status(TaskBoard board, NewTask task) {
    return board.get(task.id()).orElseThrow().status();
  }

  @Test
  void runsATaskInNoTimeButItsOwn() {
    TaskBoard board = core("core").board();
    node("a", 1, Duration.ofMinutes(10));
    NewTask task = task("one", null);
    board.submit(task);
    world.run(Duration.ofMinutes(9));
    assertThat(status(board, task)).isEqualTo(TaskStatus.RUNNING);
    world.run(Duration.ofMinutes(2));
    assertThat(status(board, task)).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void runsTheItemsOfAnArray() {
    TaskBoard board = core("core").board();
    node("a", 2, Duration.ofSeconds(1));
    node("b", 2, Duration.ofSeconds(1));
    NewTask task = task("array", new ArraySpec(1000, null, false));
    board.submit(task);
    assertThat(
            world.runUntil(
                () -> status(board, task) == TaskStatus.SUCCEEDED, Duration.ofMinutes(10)))
        .isTrue();
  }

  @Test
  void queuesAgainWhatACrashedNodeHeldAndGoesOnAfterACrashOfTheScheduler() {
    SimulatedCore first = core("first");
    first.cluster().process().atEnd(() -> ring.left(first.cluster()));
    TaskBoard board = core("second").board();
    SimulatedNode gone = node("gone", 4, Duration.ofSeconds(10));
    List<NewTask> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(task("many " + i, null));
    }
    board.submitAll(tasks);
    world.run(Duration.ofSeconds(5));
    assertThat(gone.busyCores()).isEqualTo(4);
    gone.process().kill();
    node("stays", 4, Duration.ofSeconds(10));
    world.run(Duration.ofSeconds(5));
    first.cluster().process().kill();
    assertThat(
            world.runUntil(
                () -> tasks.stream().allMatch(t -> status(board, t) == TaskStatus.SUCCEEDED),
                Duration.ofMinutes(10)))
        .isTrue();
  }
}
