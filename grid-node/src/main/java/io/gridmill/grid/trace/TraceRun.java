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
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A trace on its way through the grid's own scheduler, board and lifecycle, in simulated time. */
public final class TraceRun {
  private static final ArtifactRef JAR = new ArtifactRef("0".repeat(64), 1);
  private static final ByteSize LITTLE = ByteSize.ofMiB(16);
  private static final int WIDEST = 4096;
  private static final Duration ROUND = Duration.ofMinutes(1);

  private final Trace trace;
  private final SchedulingPolicy policy;
  private final World world;
  private final TaskBoard board;
  private final Replay scheduler;
  private final TraceFigures.Collector figures;
  private final Map<TaskId, TraceJob> jobs = new HashMap<>();
  private final Set<Long> started = new HashSet<>();
  private final int coresOfNode;
  private boolean tickDue;
  private boolean roundDue;
  private int running;

  /**
   * Sets a trace up.
   *
   * @param coresOfNode how many processors a node has; jobs that are wider become gangs. 0: the
   *     system is one node, as such traces see it
   */
  public TraceRun(Trace trace, SchedulingPolicy policy, int coresOfNode) {
    this.trace = trace;
    this.policy = policy;
    this.coresOfNode = coresOfNode == 0 ? Math.min(WIDEST, trace.processors()) : coresOfNode;
    if (this.coresOfNode > WIDEST) {
      throw GridException.invalid("cores-of-node", coresOfNode, "at most " + WIDEST);
    }
    this.world = new World(0, Instant.EPOCH);
    this.board =
        new TaskBoard(new SimulatedTables(world), world.clock(), Requests.Gatherer.DIRECTLY);
    SimulatedRing ring = new SimulatedRing(world);
    SimulatedCluster core =
        ring.join(new SimulatedProcess(world, "core"), Set.of(Member.Role.CORE), Map.of());
    this.scheduler = new Replay(policy, board, core, world.clock(), world::nanoTime);
    this.figures = new TraceFigures.Collector(trace);
    int left = trace.processors();
    for (int i = 0; left > 0; i++) {
      node(ring, i, Math.min(left, this.coresOfNode));
      left -= this.coresOfNode;
    }
  }

  private void node(SimulatedRing ring, int number, int cores) {
    String name = "node-%05d".formatted(number);
    SimulatedCluster node =
        ring.join(new SimulatedProcess(world, name), Set.of(Member.Role.PROVIDER), Map.of());
    node.serve(Orders.RUN, this::run);
    node.serve(Orders.SIGNAL, signals -> new Orders.Done());
    Offer offer =
        new Offer(
            node.self().id(),
            name,
            cores,
            new ByteSize(LITTLE.bytes() * cores),
            List.of(),
            Map.of());
    scheduler.node(new NodeReport(offer, 1, Instant.EPOCH, 0, 0));
  }

  private Orders.Refused run(Orders.Run run) {
    for (Orders.Order order : run.orders()) {
      TaskId id = order.task();
      TraceJob job = jobs.get(id);
      if (job != null) {
        if (started.add(job.number())) {
          figures.started(job, world.nanoTime() / 1e9);
        }
        running++;
        board.apply(id, new TaskEvent.Start(order.attempt()));
        world.at(job.runs(), () -> end(id, order.attempt()));
      }
    }
    return new Orders.Refused(List.of());
  }

  private void end(TaskId id, int attempt) {
    board.apply(id, new TaskEvent.Succeed(attempt, TaskResult.NONE));
    board.remove(id);
    running--;
    jobs.remove(id);
    scheduler.ended(id, TaskStatus.SUCCEEDED);
    tickSoon();
  }

  private void arrive(TraceJob job) {
    int tasks = (job.processors() + coresOfNode - 1) / coresOfNode;
    int left = job.processors();
    for (int i = 0; i < tasks; i++) {
      int cores = Math.min(left, coresOfNode);
      left -= cores;
      TaskId id = TaskId.derived(job.user(), job.number() + "/" + i);
      jobs.put(id, job);
      Task task = board.submit(new NewTask(id, job.user(), spec(job, cores, tasks))).task();
      scheduler.task(task);
    }
    tickSoon();
  }

  private static TaskSpec spec(TraceJob job, int cores, int tasks) {
    Scheduling wishes = Scheduling.DEFAULT.withProject(job.group()).withExpected(job.requested());
    if (tasks > 1) {
      wishes = wishes.withGang(new Scheduling.Gang("job-" + job.number(), tasks));
    }
    return new TaskSpec(
        "job",
        new Work.Java(List.of(JAR), "Job"),
        null,
        null,
        null,
        ResourceRequest.of(cores, LITTLE),
        null,
        0,
        null,
        job.requested(),
        null,
        null,
        null,
        null,
        wishes,
        null,
        null);
  }

  private void tickSoon() {
    if (!tickDue) {
      tickDue = true;
      world.after(0, this::tick);
    }
  }

  private void tick() {
    tickDue = false;
    @Nullable Instant next = scheduler.tick();
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

  /**
   * Runs the trace to its end.
   *
   * @param progress hears how many jobs have started, now and then
   */
  public TraceFigures run(IntConsumer progress) {
    long began = System.nanoTime();
    int[] next = {0};
    arriveAt(next);
    int told = 0;
    while (world.step()) {
      if (figures.count() - told >= 1000) {
        told = figures.count();
        progress.accept(told);
      }
    }
    if (figures.count() < trace.jobs().size()) {
      throw new IllegalStateException(
          (trace.jobs().size() - figures.count()) + " jobs never started under " + policy.name());
    }
    return figures.figures(policy.name(), (System.nanoTime() - began) / 1e9);
  }

  /** Has the next job come at its time, and then the one after it. */
  private void arriveAt(int[] next) {
    TraceJob job = trace.jobs().get(next[0]++);
    world.after(
        job.submitted().toNanos() - world.nanoTime(),
        () -> {
          arrive(job);
          if (next[0] < trace.jobs().size()) {
            arriveAt(next);
          }
        });
  }
}
