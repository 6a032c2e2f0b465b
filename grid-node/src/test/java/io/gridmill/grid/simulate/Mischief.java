package io.gridmill.grid.simulate;

import io.gridmill.grid.resource.Maintenance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Causes faults from outside, one after the other, until the world heals. */
final class Mischief {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /** What may have no room on a disk that is full. */
  private static final List<String> TABLES =
      List.of("tasks", "items", "deliveries", "resources", "standings", "shortages", "usage");

  /** What can go wrong with machines. */
  enum Kind {
    /** A process dies. */
    CRASH,
    /** A process is stopped in order. */
    RESTART,
    /** A process does nothing for a while. */
    STALL,
    /** A process cannot reach the tables for a while. */
    CUT_OFF,
    /** Machines are taken their links, one by one, and get them back in another order. */
    SWIZZLE,
    /** A scheduler is taken for gone while it goes on. */
    TWO_HOLDERS,
    /** A node does not hear what it is asked, while it reports as ever. */
    DEAF,
    /** A clock is set wrong, or right. */
    SKEW,
    /** A node is planned to be free of work for a while. */
    MAINTENANCE,
    /** All machines lose their power, and with it what was not synced. */
    POWER,
    /** The disk of a machine is nearly full for a while; some tables may take nothing meanwhile. */
    FULL_DISK
  }

  private final Simulation simulation;
  private final Chance chance;
  private final List<Kind> kinds;
  private final Duration mean;

  Mischief(Simulation simulation, Setting setting) {
    this.simulation = simulation;
    this.chance = simulation.chance();
    this.kinds = List.copyOf(setting.kinds());
    this.mean = setting.faults() == 0 ? Duration.ZERO : Duration.ofSeconds(60);
    if (!mean.isZero() && !kinds.isEmpty()) {
      next(setting);
    }
  }

  private void next(Setting setting) {
    Duration after = chance.next(Duration.ofNanos((long) (mean.toNanos() / setting.faults())));
    simulation
        .world()
        .at(
            after,
            () -> {
              if (simulation.trouble().isOn()) {
                cause(chance.of(kinds), chance.of(simulation.machines()));
                next(setting);
              }
            });
  }

  private Duration some() {
    return chance.between(SHORTEST, LONGEST);
  }

  private void cause(Kind kind, Machine machine) {
    simulation.trace().note(kind.name(), machine.name(), 0, null);
    switch (kind) {
      case CRASH -> machine.crash();
      case RESTART -> machine.restart();
      case STALL -> stall(machine);
      case CUT_OFF -> cutOff(machine);
      case SWIZZLE -> swizzle();
      case TWO_HOLDERS -> machine.away(Duration.ofSeconds(11));
      case DEAF -> deafen(machine);
      case SKEW -> machine.skew(skew());
      case MAINTENANCE -> maintain(machine);
      case POWER -> power();
      case FULL_DISK -> fill();
    }
  }

  private Duration skew() {
    Duration most = chance.is(0.2) ? Duration.ofHours(1) : Duration.ofSeconds(30);
    Duration ahead = chance.between(Duration.ofMillis(1), most);
    return chance.is(0.3) ? Duration.ZERO : chance.is(0.5) ? ahead : ahead.negated();
  }

  private void stall(Machine machine) {
    Duration time = some();
    machine.process().standStill(time);
    machine.away(time);
  }

  private void cutOff(Machine machine) {
    Duration time = some();
    SimulatedProcess process = machine.process();
    simulation.trouble().cutOff(process, true);
    simulation.world().at(time, () -> simulation.trouble().cutOff(process, false));
    machine.away(time);
  }

  private void swizzle() {
    for (Machine machine : simulation.machines()) {
      if (chance.is(0.5)) {
        Duration begins = some();
        Duration time = some();
        simulation.world().at(begins, () -> unlink(machine, time));
      }
    }
  }

  private void unlink(Machine machine, Duration time) {
    if (!simulation.trouble().isOn()) {
      return;
    }
    simulation.trouble().unlink(machine.name(), true);
    machine.away(time);
    simulation
        .world()
        .at(
            time,
            () -> {
              simulation.trouble().unlink(machine.name(), false);
              simulation.ring().retry();
            });
  }

  private void deafen(Machine machine) {
    simulation.trouble().deafen(machine.name(), true);
    simulation
        .world()
        .at(
            some(),
            () -> {
              simulation.trouble().deafen(machine.name(), false);
              simulation.ring().retry();
            });
  }

  private void maintain(Machine machine) {
    Instant from = simulation.world().now().plus(some());
    var window = new Maintenance.Window(machine.name(), from, from.plus(some()), null);
    simulation.maintenance().plan(window);
  }

  private void fill() {
    String machine = Simulation.CORE + chance.between(1, simulation.setting().cores());
    Trouble trouble = simulation.trouble();
    Duration time = some();
    trouble.leave(machine, chance.below(Machine.LEAST.bytes()));
    simulation.world().at(time, () -> trouble.leave(machine, Trouble.PLENTY));
    for (String table : TABLES) {
      if (chance.is(0.2)) {
        trouble.fill(table, true);
        simulation.world().at(time, () -> trouble.fill(table, false));
      }
    }
  }

  private void power() {
    if (chance.is(0.3)) {
      simulation.powerCut();
    } else {
      simulation.trouble().cutPowerAfter(chance.between(1, 40), simulation::powerCut);
    }
  }
}
