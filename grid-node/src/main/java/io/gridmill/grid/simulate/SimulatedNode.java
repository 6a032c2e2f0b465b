package io.gridmill.grid.simulate;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.ResourceRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node that speaks to the scheduler and the board as a real one does, and whose work takes
 * simulated time only.
 */
public final class SimulatedNode {
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final long HAND_BACK_NANOS = Duration.ofSeconds(2).toNanos();

  private final SimulatedProcess process;
  private final Resources resources;
  private final Offer offer;
  private final Parts parts;
  private final Map<Held, SimulatedRun> held = new LinkedHashMap<>();
  private int freeCores;
  private long freeMemory;
  private int freeDevices;
  private long beat;
  private boolean closed;

  /**
   * What a node works with.
   *
   * @param board its own way to the board, see {@link SimulatedGathering}
   * @param resources its own way to the table of nodes
   */
  public record Parts(
      SimulatedCluster cluster, TaskBoard board, Resources resources, Plan.Plans plans) {}

  /** Starts a node, which reports from now on until it is closed or its process ends. */
  public SimulatedNode(Parts parts, Offer offer) {
    this.parts = parts;
    this.process = parts.cluster().process();
    this.resources = parts.resources();
    this.offer = offer;
    this.freeCores = offer.cores();
    this.freeMemory = offer.memory().bytes();
    this.freeDevices = offer.devices().size();
    parts.cluster().serve(Orders.RUN, this::run);
    parts.cluster().serve(Orders.SIGNAL, this::signal);
    parts.cluster().serve(Orders.HELD, question -> new Orders.Holding(List.copyOf(held.keySet())));
    beat();
  }

  public SimulatedProcess process() {
    return process;
  }

  public Offer offer() {
    return offer;
  }

  /** What it has been given and not forgotten. */
  public List<Held> held() {
    return List.copyOf(held.keySet());
  }

  /** How many cores its runs take now; paused ones take none. */
  public int busyCores() {
    return offer.cores() - freeCores;
  }

  private void beat() {
    if (closed) {
      return;
    }
    process.at(BEAT, this::beat);
    handBack();
    int running = (int) held.values().stream().filter(SimulatedRun::isRunning).count();
    try {
      resources.report(
          new NodeReport(offer, beat++, process.clock().instant(), running, held.size() - running));
    } catch (GridException e) {
      beat--; // the next report follows
    }
  }

  private Orders.Refused run(Orders.Run run) {
    List<Orders.Refusal> refusals = new ArrayList<>();
    for (Order order : run.orders()) {
      if (closed) {
        String why = "node " + offer.name() + " stops";
        refusals.add(new Orders.Refusal(order.held(), Failure.of(ErrorCode.UNAVAILABLE, why)));
      } else if (!held.containsKey(order.held())) {
        held.put(order.held(), new SimulatedRun(this, parts.board(), order, parts.plans()));
      }
    }
    process.after(0, this::pump);
    return new Orders.Refused(refusals);
  }

  private Orders.Done signal(Orders.Signals signals) {
    for (Orders.SignalOrder signal : signals.signals()) {
      SimulatedRun run = held.get(signal.held());
      if (run != null) {
        switch (signal.action()) {
          case STOP -> run.stop();
          case PAUSE -> run.pause();
          case RESUME -> run.resume();
          case YIELD -> run.makeWay();
        }
      }
    }
    return new Orders.Done();
  }

  /** Starts what waits and fits, in the order in which it came. */
  void pump() {
    for (SimulatedRun run : List.copyOf(held.values())) {
      if (run.waits() && fits(run.order().spec().resources())) {
        run.start();
      }
    }
  }

  private boolean fits(ResourceRequest need) {
    return need.cores() <= freeCores
        && need.memory().bytes() <= freeMemory
        && need.devices() <= freeDevices;
  }

  void take(ResourceRequest need) {
    freeCores -= need.cores();
    freeMemory -= need.memory().bytes();
    freeDevices -= need.devices();
  }

  void give(ResourceRequest need) {
    freeCores += need.cores();
    freeMemory += need.memory().bytes();
    freeDevices += need.devices();
    process.after(0, this::pump);
  }

  void forget(SimulatedRun run) {
    held.remove(run.order().held(), run);
  }

  private void handBack() {
    for (SimulatedRun run : List.copyOf(held.values())) {
      if (run.waits() && process.world().nanoTime() - run.arrivedAt() > HAND_BACK_NANOS) {
        run.handBack("the node has been busy for too long");
      }
    }
  }

  /** Gives back what has not started, ends what has, and reports no more. */
  public void close() {
    closed = true;
    for (SimulatedRun run : List.copyOf(held.values())) {
      run.close("node " + offer.name() + " stops");
    }
    try {
      resources.remove(offer.name());
    } catch (GridException e) {
      beat = 0; // the others see it leave
    }
  }
}
