package io.gridmill.grid.trace;

import io.gridmill.grid.resource.Device;
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
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What decisions cost: a full grid of very many nodes, where some tasks end in each tick and others
 * take their place, with few tasks waiting and with very many.
 */
public final class ScheduleBench {
  private static final ArtifactRef JAR = new ArtifactRef("0".repeat(64), 1);
  private static final int ENDS_A_TICK = 1000;
  private static final int WARM_UP_TICKS = 60;
  private static final int TICKS = 60;
  private static final int ACCOUNTS = 200;

  private final SplittableRandom random = new SplittableRandom(1);
  private final World world = new World(1, Instant.EPOCH);
  private final TaskBoard board =
      new TaskBoard(new SimulatedTables(world), world.clock(), Requests.Gatherer.DIRECTLY);
  private final Replay scheduler;
  private final List<Given> running = new ArrayList<>();
  private long numbers;

  /** What a node was given. */
  private record Given(TaskId task, int attempt) {}

  /**
   * What it found.
   *
   * @param placements_per_s placements a second, on one core, the news of the tasks that made room
   *     included
   * @param tick_cost_ratio what a tick costs with the most waiting over what it costs with the
   *     least
   */
  @SuppressWarnings("MethodName")
  public record Figures(
      int nodes,
      int waiting,
      double placements_per_s,
      double tick_ms,
      double tick_cost_ratio,
      double heap_bytes_per_waiting) {}

  private ScheduleBench(int nodes) {
    SimulatedRing ring = new SimulatedRing(world);
    SimulatedCluster core =
        ring.join(new SimulatedProcess(world, "core"), Set.of(Member.Role.CORE), Map.of());
    scheduler = new Replay(SchedulingPolicy.FAIR, board, core, world.clock(), world::nanoTime);
    for (int i = 0; i < nodes; i++) {
      node(ring, i);
    }
  }

  /** One node in four has GPUs; their sizes differ. */
  private void node(SimulatedRing ring, int number) {
    String name = "node-%05d".formatted(number);
    String region = List.of("eu", "us", "asia").get(number % 3);
    SimulatedCluster node =
        ring.join(new SimulatedProcess(world, name), Set.of(Member.Role.PROVIDER), Map.of());
    node.serve(Orders.RUN, this::run);
    node.serve(Orders.SIGNAL, signals -> new Orders.Done());
    int cores = 8 << (number % 4);
    List<Device> devices = new ArrayList<>();
    for (int d = 0; number % 4 == 3 && d < 4; d++) {
      devices.add(new Device(name + "/" + d, "H100", "nvidia", "ptx", ByteSize.parse("80GiB")));
    }
    Offer offer =
        new Offer(
            node.self().id(),
            name,
            cores,
            new ByteSize(ByteSize.parse("4GiB").bytes() * cores),
            devices,
            Map.of("region", region, "gridmill.node", name));
    scheduler.node(new NodeReport(offer, 1, Instant.EPOCH, 0, 0));
  }

  private Orders.Refused run(Orders.Run run) {
    for (Orders.Order order : run.orders()) {
      running.add(new Given(order.task(), order.attempt()));
    }
    return new Orders.Refused(List.of());
  }

  private void submit(int count) {
    for (int i = 0; i < count; i++) {
      String owner = "account-" + random.nextInt(ACCOUNTS);
      TaskId id = TaskId.derived(owner, "task-" + numbers++);
      scheduler.task(board.submit(new NewTask(id, owner, spec())).task());
    }
  }

  /** One of some sixty demands, of one of three priorities. */
  private TaskSpec spec() {
    int cores = 1 << random.nextInt(4);
    boolean device = random.nextInt(10) == 0;
    String constraint = random.nextInt(4) == 0 ? "region in (eu, us)" : "";
    return new TaskSpec(
        "task " + numbers,
        new Work.Java(List.of(JAR), "example.Job"),
        null,
        null,
        null,
        new ResourceRequest(
            cores, ByteSize.ofMiB(512L << random.nextInt(3)), device ? 1 : 0, null, 0),
        Constraint.parse(constraint),
        random.nextInt(3),
        null,
        Duration.ofHours(1),
        null,
        null,
        null,
        null,
        Scheduling.DEFAULT.withExpected(Duration.ofMinutes(1 + random.nextInt(60))),
        null,
        null);
  }

  /** The time that a core spent on this thread: the machine may have other things to do. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Has some tasks end, and others take their place; returns the nanoseconds that this took. */
  private long tick() {
    List<Given> ends = new ArrayList<>();
    for (int i = 0; i < ENDS_A_TICK; i++) {
      Given last = running.removeLast();
      int at = random.nextInt(running.size());
      ends.add(running.set(at, last));
    }
    ends.forEach(e -> board.apply(e.task(), new TaskEvent.Start(e.attempt())));
    ends.forEach(e -> board.apply(e.task(), new TaskEvent.Succeed(e.attempt(), TaskResult.NONE)));
    ends.forEach(e -> board.remove(e.task()));
    world.run(Duration.ofMillis(20));
    long began = cpuTime();
    ends.forEach(e -> scheduler.ended(e.task(), TaskStatus.SUCCEEDED));
    scheduler.tick();
    long took = cpuTime() - began;
    world.run(Duration.ofMillis(1));
    return took;
  }

  private record Measured(double nanosOfTick, double placementsPerSecond) {}

  private Measured measure() {
    for (int i = 0; i < WARM_UP_TICKS; i++) {
      refill();
      tick();
    }
    long[] ticks = new long[TICKS];
    long nanos = 0;
    long before = scheduler.placements();
    for (int i = 0; i < TICKS; i++) {
      refill();
      ticks[i] = tick();
      nanos += ticks[i];
    }
    Arrays.sort(ticks);
    return new Measured(ticks[TICKS / 2], (scheduler.placements() - before) / (nanos / 1e9));
  }

  private int level;

  /** As many tasks come as went, so that the number of those waiting stays. */
  private void refill() {
    submit(level - scheduler.waiting());
  }

  private void fill(int waiting) {
    level = waiting;
    while (scheduler.waiting() < waiting) {
      submit(waiting - scheduler.waiting());
      scheduler.tick();
      world.run(Duration.ofMillis(1));
    }
  }

  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  /** Runs it. */
  public static Figures run(int nodes, int few, int many, Consumer<String> progress) {
    progress.accept("a grid of " + nodes + " nodes, " + few + " tasks waiting");
    ScheduleBench bench = new ScheduleBench(nodes);
    bench.fill(few);
    bench.measure(); // brings what runs here to its speed
    Measured little = bench.measure();
    long before = heap();
    progress.accept("the same with " + many + " tasks waiting");
    bench.fill(many);
    long perTask = (heap() - before) / (many - few);
    Measured much = bench.measure();
    Measured again = bench.measure();
    Measured best = much.nanosOfTick() < again.nanosOfTick() ? much : again;
    return new Figures(
        nodes,
        many,
        best.placementsPerSecond(),
        best.nanosOfTick() / 1e6,
        best.nanosOfTick() / little.nanosOfTick(),
        perTask);
  }
}
