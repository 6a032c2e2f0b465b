package io.gridmill.grid.simulate;

import io.gridmill.grid.resource.DiskRoom;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import io.gridmill.job.Scheduling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine on which a core or provider node runs, one process after the other. */
final class Machine {
  private static final CheckRate CHECKS = new CheckRate(0.05, 1);
  static final ByteSize LEAST = ByteSize.ofMiB(256);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(4);
  private static final Duration RESTARTS_WITHIN = Duration.ofSeconds(15);

  private final Simulation simulation;
  private final String name;
  private final int cores;
  private SimulatedProcess process;
  private SimulatedCluster cluster;
  private @Nullable SimulatedCore core;
  private @Nullable SimulatedNode node;
  private Duration skew = Duration.ZERO;

  private Machine(Simulation simulation, String name, int cores) {
    this.simulation = simulation;
    this.name = name;
    this.cores = cores;
    this.process = new SimulatedProcess(simulation.world(), name);
    this.cluster = boot();
  }

  static Machine core(Simulation simulation, String name) {
    return new Machine(simulation, name, 0);
  }

  static Machine provider(Simulation simulation, String name, int cores) {
    return new Machine(simulation, name, cores);
  }

  String name() {
    return name;
  }

  boolean isCore() {
    return cores == 0;
  }

  int cores() {
    return cores;
  }

  SimulatedProcess process() {
    return process;
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  @Nullable SimulatedNode node() {
    return node;
  }

  @Nullable SimulatedCore core() {
    return core;
  }

  /** Every other node asks a price. */
  private Map<String, String> attributes() {
    boolean asks = name.endsWith("1") || name.endsWith("3");
    return asks
        ? Map.of("name", name, Scheduling.PRICE, name.endsWith("1") ? "0.36" : "7.123457")
        : Map.of("name", name);
  }

  private SimulatedCluster boot() {
    SimulatedProcess fresh = new SimulatedProcess(simulation.world(), name);
    fresh.skew(skew);
    process = fresh;
    SimulatedTables tables = simulation.tables().by(new FaultyAccess(simulation.trouble(), fresh));
    simulation.trace().note("boots", name, 0, null);
    if (isCore()) {
      SimulatedCore started =
          new SimulatedCore(
              simulation.plant().policy(),
              CHECKS,
              simulation.ring(),
              fresh,
              tables,
              term -> new WatchedTerm(term, simulation));
      core = started;
      cluster = started.cluster();
      if (simulation.setting().kinds().contains(Mischief.Kind.FULL_DISK)) {
        var room =
            new DiskRoom(
                new Shortages(tables), cluster.self(), Path.of("data"), LEAST, fresh.clock());
        fresh.after(0, () -> look(fresh, room));
      }
    } else {
      cluster = simulation.ring().join(fresh, Set.of(Member.Role.PROVIDER), Map.of());
      var gatherer =
          simulation.recording(fresh, SimulatedGathering.of(fresh, simulation.trouble()::nanos));
      var parts =
          new SimulatedNode.Parts(
              cluster,
              new TaskBoard(tables, fresh.clock(), gatherer),
              new Resources(tables),
              simulation.workload());
      var offer =
          new Offer(
              cluster.self().id(),
              name,
              cores,
              ByteSize.ofMiB(cores * 1024L),
              List.of(),
              attributes());
      fresh.run(() -> node = new SimulatedNode(parts, offer));
    }
    SimulatedCluster joined = cluster;
    fresh.atEnd(() -> ended(joined));
    if (!fresh.isAlive()) {
      ended(joined);
    }
    return joined;
  }

  /** Looks again and again how much room there is on the disk, as a real node does. */
  private void look(SimulatedProcess running, DiskRoom room) {
    running.at(LOOK_EVERY, () -> look(running, room));
    long free = simulation.trouble().free(name);
    if (free < LEAST.bytes() || !simulation.plant().has(Plant.Flaw.STAYS_FULL)) {
      try {
        room.look(free);
      } catch (GridException e) {
        simulation.counts().one("shortages said late");
      }
    }
  }

  /** The others notice after a while, and somebody starts it again. */
  private void ended(SimulatedCluster gone) {
    Chance chance = simulation.chance();
    simulation.trace().note("ends", name, 0, null);
    Duration noticed = Duration.ofNanos(chance.below(NOTICED_WITHIN.toNanos()));
    Duration restarts = Duration.ofNanos(1 + chance.below(RESTARTS_WITHIN.toNanos()));
    simulation.ring().leftAfter(noticed, gone);
    simulation.world().at(restarts, this::boot);
  }

  void crash() {
    process.kill();
  }

  /** Stops in order, and is started again. */
  void restart() {
    SimulatedProcess stopping = process;
    process.run(
        () -> {
          if (node != null) {
            node.close();
          } else {
            cluster.leave();
          }
          stopping.at(Duration.ofSeconds(1), stopping::kill);
        });
  }

  void skew(Duration ahead) {
    skew = ahead;
    process.skew(ahead);
  }

  /**
   * Stands still, or is cut off, for a while. If that takes too long, the others take it for gone;
   * it learns of that some time after it is back.
   */
  void away(Duration time) {
    SimulatedProcess here = process;
    SimulatedCluster member = cluster;
    Chance chance = simulation.chance();
    Duration patience = Duration.ofSeconds(1).plusNanos(chance.below(5_000_000_000L));
    if (time.compareTo(patience) > 0) {
      simulation.ring().leftAfter(patience, member);
      Duration learns = time.plusNanos(chance.below(8_000_000_000L));
      simulation.world().at(learns, here::kill);
    }
  }
}
