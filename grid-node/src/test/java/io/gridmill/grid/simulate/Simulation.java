package io.gridmill.grid.simulate;

import io.gridmill.grid.history.Recorder;
import io.gridmill.grid.history.TaskAnswer;
import io.gridmill.grid.history.TaskCall;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A grid, its customers and its troubles, all made of one seed; each is run once. */
final class Simulation {
  static final String CORE = "core-";
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration SETTLED = Duration.ofSeconds(40);

  private final long seed;
  private final Plant plant;
  private final World world;
  private final Chance chance;
  private final Setting setting;
  private final Trace trace;
  private final Trouble trouble;
  private final SimulatedTables tables;
  private final SimulatedRing ring;
  private final Recorder recorder = new Recorder();
  private final Recording recording;
  private final Disks disks;
  private final Invariants invariants;
  private final Workload workload;
  private final Maintenance maintenance;
  private final Shortages shortages;
  private final Counts counts = new Counts();
  private final List<Machine> machines = new ArrayList<>();
  private final List<Customer> customers = new ArrayList<>();
  private int looks;
  private long healed = -1;

  /**
   * How a run ended.
   *
   * @param hash tells this run from any that went otherwise
   * @param violations what did not hold; empty if all did
   * @param tail the last things that happened
   */
  record Verdict(
      long seed,
      long hash,
      List<String> violations,
      String tail,
      long events,
      int undecided,
      Counts counts) {
    boolean holds() {
      return violations.isEmpty();
    }

    @Override
    public String toString() {
      return "seed %d, hash %016x: %s%n%s".formatted(seed, hash, violations, tail);
    }
  }

  Simulation(long seed) {
    this(seed, Plant.NONE);
  }

  /**
   * @param plant what is wrong on purpose
   */
  Simulation(long seed, Plant plant) {
    this.seed = seed;
    this.plant = plant;
    this.world = new World(seed);
    this.chance = new Chance(world.random());
    this.setting = Setting.draw(chance);
    this.trace = new Trace(world);
    this.trouble = new Trouble(chance, setting, plant);
    this.tables = new SimulatedTables(world);
    this.ring = new SimulatedRing(world);
    this.disks = new Disks(this, setting);
    this.invariants = new Invariants(this);
    this.recording = new Recording(recorder, trace, plant.carrier(), invariants::happened);
    this.maintenance = new Maintenance(tables);
    this.shortages = new Shortages(tables);
    this.workload = new Workload(chance, 4, setting.owners());
    ring.links(trouble);
    tables.observe(invariants);
    tables.store().carrier(recording);
    for (int i = 1; i <= setting.cores(); i++) {
      machines.add(Machine.core(this, CORE + i));
    }
    for (int i = 1; i <= setting.nodes(); i++) {
      machines.add(Machine.provider(this, "node-" + i, i == 1 ? 4 : chance.between(1, 6)));
    }
    for (int i = 1; i <= setting.clients(); i++) {
      customers.add(new Customer(this, i, setting.tasksEach()));
    }
    new Mischief(this, setting);
  }

  World world() {
    return world;
  }

  Chance chance() {
    return chance;
  }

  Trace trace() {
    return trace;
  }

  Trouble trouble() {
    return trouble;
  }

  Setting setting() {
    return setting;
  }

  Plant plant() {
    return plant;
  }

  Disks disks() {
    return disks;
  }

  Counts counts() {
    return counts;
  }

  Maintenance maintenance() {
    return maintenance;
  }

  /** The node that is given nothing any more since the world has healed; null if there is none. */
  @Nullable String drained() {
    boolean apart = setting.nodes() > 2 || (setting.nodes() > 1 && !setting.oneStaysDeaf());
    return setting.oneStaysDrained() && apart ? "node-" + setting.nodes() : null;
  }

  /** Whether nothing has gone wrong for so long. */
  boolean isHealedFor(Duration time) {
    return healed >= 0 && world.nanoTime() - healed > time.toNanos();
  }

  SimulatedTables tables() {
    return tables;
  }

  SimulatedRing ring() {
    return ring;
  }

  Recorder recorder() {
    return recorder;
  }

  Invariants invariants() {
    return invariants;
  }

  Workload workload() {
    return workload;
  }

  List<Machine> machines() {
    return machines;
  }

  Requests.Gatherer recording(SimulatedProcess process, Requests.Gatherer gatherer) {
    return recording.of(process, gatherer);
  }

  boolean wasCancelled(TaskId task) {
    return customers.stream().anyMatch(c -> c.cancelled().contains(task));
  }

  /** Nobody has power any more; what was not synced is lost. */
  void powerCut() {
    for (Machine machine : machines) {
      trouble.bury(machine.process());
      machine.crash();
      ring.left(machine.cluster());
    }
    customers.forEach(Customer::powerCut);
    disks.lose();
  }

  /** Lets it run to its end. */
  Verdict run() {
    try {
      world.run(setting.troubled());
      heal();
      if (!world.runUntil(this::isOver, PATIENCE)) {
        invariants.violated("world", "did not come to its end in " + PATIENCE);
      }
      world.run(SETTLED);
      invariants.atEnd();
      shortages
          .of(ring.members())
          .forEach(s -> invariants.violated(s.node(), "is short of room for ever"));
      results();
      probe();
      if (setting.crowded()) {
        new Crowd(this, working()).run();
      }
      recorder.unexplained().ifPresent(why -> invariants.violated("history", why));
    } catch (RuntimeException | Crash e) {
      java.io.StringWriter text = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(text));
      invariants.violated("world", "broke: " + text);
    }
    List<String> violations = invariants.violations();
    return new Verdict(
        seed,
        trace.hash(),
        violations,
        violations.isEmpty() ? "" : setting + "\n" + trace.tail(200),
        world.events(),
        recorder.undecided(),
        counts);
  }

  private void heal() {
    trace.note("HEALS", "world", 0, null);
    trouble.end();
    ring.retry();
    healed = world.nanoTime();
    maintenance.all().forEach(window -> maintenance.remove(window.node()));
    if (drained() != null) {
      maintenance.plan(new Maintenance.Window(drained(), Instant.EPOCH, null, "it is drained"));
    }
    if (setting.oneStaysDeaf() && setting.nodes() > 1) {
      trouble.deafen("node-2", true);
    }
  }

  private boolean isOver() {
    // The customers' word is asked for now and then; the rows are counted all the time.
    return invariants.open() == 0
        && ++looks % 16 == 0
        && customers.stream().allMatch(Customer::isDone);
  }

  /** Each array that succeeded has the result of each item once, in order. */
  private void results() {
    TaskBoard board = new TaskBoard(tables, world.clock(), Requests.Gatherer.DIRECTLY);
    for (Task task : invariants.rows().values()) {
      if (task.state() instanceof TaskState.Succeeded
          && task.array() != null
          && !disks.mayBeTorn(task.id())) {
        var lines = new ByteArrayOutputStream();
        try {
          board.results(task).writeTo(lines, ref -> new ByteArrayInputStream(new byte[0]));
        } catch (IOException e) {
          invariants.violated(task.id(), "cannot be read: " + e.getMessage());
        }
        String expected =
            LongStream.range(0, task.array().count())
                .mapToObj(item -> item + "\n")
                .collect(Collectors.joining());
        if (!lines.toString(StandardCharsets.UTF_8).equals(expected)) {
          invariants.violated(task.id(), "has other results than its items': " + lines);
        }
      }
    }
    Set<TaskId> kept = new HashSet<>(invariants.rows().keySet());
    for (Customer customer : customers) {
      for (TaskId task : customer.acknowledged()) {
        if (!kept.contains(task)) {
          invariants.violated(task, "was acknowledged and is not there");
        }
      }
    }
  }

  /** The machines with nodes that are to be given work. */
  private List<Machine> working() {
    return machines.stream()
        .filter(m -> m.node() != null && !trouble.isDeaf(m.name()))
        .filter(m -> !m.name().equals(drained()))
        .toList();
  }

  /** Each node runs a task again that takes all of it: nothing is held any more, nor booked. */
  private void probe() {
    List<NewTask> probes = new ArrayList<>();
    for (Machine machine : working()) {
      SimulatedNode node = machine.node();
      if (node != null) {
        if (!node.held().isEmpty()) {
          invariants.violated(machine.name(), "still holds " + node.held());
        }
        if (node.busyCores() != 0) {
          invariants.violated(machine.name(), "is busy with nothing: " + node.busyCores());
        }
        probes.add(workload.probe(machine.name(), machine.cores(), 0));
      }
    }
    TaskBoard board = new TaskBoard(tables, world.clock(), Requests.Gatherer.DIRECTLY);
    for (NewTask probe : probes) {
      var submit = new TaskCall.Submit(probe, world.now());
      recorder.atOnce("probe", probe.id(), submit, TaskAnswer.of(board.submit(probe).fresh()));
    }
    world.run(SETTLED);
    for (NewTask probe : probes) {
      Task task = invariants.rows().get(probe.id());
      if (task == null || task.status() != TaskStatus.SUCCEEDED) {
        invariants.violated(
            probe.spec().constraint(), "does not run a task that takes all of it: " + task);
      }
    }
  }
}
