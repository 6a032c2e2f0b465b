package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.simulate.SimulatedTables;
import io.gridmill.grid.simulate.World;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is checked of kept room can fail. */
class KeptRoomTest {
  private final World world = new World(1);
  private final TaskBoard board =
      new TaskBoard(new SimulatedTables(world), world.clock(), Requests.Gatherer.DIRECTLY);
  private final Desk desk =
      Desk.of(SchedulingPolicy.FAIR, CheckRate.NONE, board, world.clock(), world::nanoTime);
  private final KeptRoom kept = new KeptRoom(desk);
  private final NodeSlots node = node();
  private final Task task =
      board
          .submit(
              new NewTask(
                  TaskId.derived("me", "t"),
                  "me",
                  TaskSpec.java("a.Job", new ArtifactRef("ab".repeat(32), 1))))
          .task();
  private final DemandQueue queue = queue();

  private NodeSlots node() {
    Offer offer = new Offer("n-1", "n", 4, ByteSize.ofMiB(4096), List.of(), Map.of());
    return desk.nodes().heard(new NodeReport(offer, 1, Instant.EPOCH, 0, 0)).orElseThrow();
  }

  private DemandQueue queue() {
    var _ = desk.enqueue(task, Shape.of("me", task.spec()), 0);
    return Objects.requireNonNull(desk.waiting().lineOf(task.id())).queue();
  }

  /** Keeps room, so that so many cores are left. */
  private void keep(int left, Duration from) {
    Free spare = node.free().copy();
    int taken = spare.cores() - left;
    for (int i = 0; i < taken; i++) {
      var _ = spare.take(task.spec().resources());
    }
    desk.reservations().hold(queue, Map.of(node, spare), world.nanoTime() + from.toNanos());
  }

  private String found() {
    List<String> all = new ArrayList<>();
    kept.check(true, all::add);
    return all.toString();
  }

  @Test
  void findsNothingWhereRoomIsKeptAsItShouldBe() {
    keep(3, Duration.ofMinutes(1));
    assertThat(found()).isEqualTo("[]");
    world.run(Duration.ofSeconds(30));
    keep(3, Duration.ofMinutes(1));
    assertThat(found()).isEqualTo("[]");
  }

  @Test
  void findsThatMoreIsPromisedThanThereIs() {
    keep(4, Duration.ofMinutes(1));
    assertThat(found()).contains("more is kept than nodes have");
  }

  @Test
  void findsThatATaskIsPutOff() {
    keep(3, Duration.ofMinutes(1));
    assertThat(found()).isEqualTo("[]");
    keep(3, Duration.ofMinutes(5));
    assertThat(found()).contains("is put off by PT4M");
  }

  @Test
  void findsThatRoomIsKeptForNobody() {
    keep(3, Duration.ofMinutes(1));
    desk.waiting().remove(task.id());
    assertThat(found() + found() + found()).contains("though nobody waits");
  }
}
