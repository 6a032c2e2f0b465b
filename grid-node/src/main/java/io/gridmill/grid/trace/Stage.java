package io.gridmill.grid.trace;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.schedule.Replay;
import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.grid.simulate.SimulatedCluster;
import io.gridmill.grid.simulate.SimulatedProcess;
import io.gridmill.grid.simulate.SimulatedRing;
import io.gridmill.grid.simulate.SimulatedTables;
import io.gridmill.grid.simulate.World;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ByteSize;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The grid's own scheduler, board and lifecycle before nodes that only let time go by: a task's run
 * is over after as long as it was said to take.
 */
final class Stage {
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final World world = new World(0, Instant.EPOCH);
  private final TaskBoard board =
      new TaskBoard(new SimulatedTables(world), world.clock(), Requests.Gatherer.DIRECTLY);
  private final SimulatedRing ring = new SimulatedRing(world);
  private final Replay scheduler;
  private final Map<TaskId, Part> parts = new HashMap<>();
  private boolean tickDue;
  private boolean roundDue;
  private int running;

  /**
   * A task that is submitted.
   *
   * @param runs how long its run takes
   * @param started is called when it starts
   */
  record Part(TaskId id, String owner, TaskSpec spec, Duration runs, Runnable started) {}

  Stage(SchedulingPolicy policy) {
    SimulatedCluster core =
        ring.join(new SimulatedProcess(world, "core"), Set.of(Member.Role.CORE), Map.of());
    scheduler = new Replay(policy, board, core, world.clock(), world::nanoTime);
  }

  World world() {
    return world;
  }

  void node(String name, int cores, ByteSize memory, Map<String, String> attributes) {
    SimulatedCluster node =
        ring.join(new SimulatedProcess(world, name), Set.of(Member.Role.PROVIDER), attributes);
    node.serve(Orders.RUN, this::run);
    node.serve(Orders.SIGNAL, signals -> new Orders.Done());
    Offer offer = new Offer(node.self().id(), name, cores, memory, List.of(), attributes);
    scheduler.node(new NodeReport(offer, 1, Instant.EPOCH, 0, 0));
  }

  private Orders.Refused run(Orders.Run run) {
    for (Orders.Order order : run.orders()) {
      Part part = parts.get(order.task());
      if (part != null) {
        running++;
        board.apply(part.id(), new TaskEvent.Start(order.attempt()));
        part.started().run();
        world.at(part.runs(), () -> end(part.id(), order.attempt()));
      }
    }
    return new Orders.Refused(List.of());
  }

  private void end(TaskId id, int attempt) {
    board.apply(id, new TaskEvent.Succeed(attempt, TaskResult.NONE));
    board.remove(id);
    parts.remove(id);
    running--;
    scheduler.ended(id, TaskStatus.SUCCEEDED);
    tickSoon();
  }

  void submit(Part part) {
    parts.put(part.id(), part);
    scheduler.task(board.submit(new NewTask(part.id(), part.owner(), part.spec())).task());
    tickSoon();
  }

  private void tickSoon() {
    if (!tickDue) {
      tickDue = true;
      world.after(0, this::tick);
    }
  }

  private void tick() {
    tickDue = false;
    Instant next = scheduler.tick();
    if (next != null) {
      world.at(Duration.between(world.now(), next), this::tickSoon);
    }
    if (scheduler.waiting() > 0 && running > 0 && !roundDue) {
      roundDue = true;
      world.at(ROUND, this::round);
    }
  }

  private void round() {
    roundDue = false;
    tickSoon();
  }
}
