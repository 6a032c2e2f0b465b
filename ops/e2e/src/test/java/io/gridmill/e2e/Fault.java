package io.gridmill.e2e;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Something that goes wrong with a process of a grid or its host, for a while.
 *
 * @param at when it begins, in milliseconds of its run
 * @param millis how long it lasts
 */
record Fault(Kind kind, String target, long at, long millis) {
  private static final int FEWEST = 2;
  private static final int MOST = 4;
  private static final Duration HOUR = Duration.ofHours(1);

  /** What goes wrong. */
  enum Kind {
    /** The process is killed, and started again. */
    KILL,
    /** All nodes are killed at once, and started again. */
    KILL_ALL,
    /** A worker of a provider is killed. */
    KILL_WORKER,
    /** The process is stopped, and goes on. */
    PAUSE,
    /** The process gets little time. */
    SLOW,
    /** The host is off the network. */
    CUT,
    /** The disk is full. */
    FILL,
    /** The wall clock is an hour ahead. */
    AHEAD,
    /** The wall clock is an hour behind. */
    BEHIND
  }

  /** The faults of a seed, in their order. */
  static List<Fault> schedule(long seed) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    int count = FEWEST + random.nextInt(MOST - FEWEST + 1);
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      List<String> targets = kind == Kind.KILL_WORKER ? ChaosGrid.PROVIDERS : ChaosGrid.names();
      String target = targets.get(random.nextInt(targets.size()));
      faults.add(new Fault(kind, target, 500 + random.nextInt(5000), 500 + random.nextInt(6000)));
    }
    faults.sort(Comparator.comparingLong(Fault::at));
    return faults;
  }

  void begin(ChaosGrid grid) throws IOException, InterruptedException {
    switch (kind) {
      case KILL -> grid.process(target).destroyForcibly();
      case KILL_ALL -> {
        for (String name : ChaosGrid.names()) {
          if (!name.equals(ChaosGrid.GATEWAY)) {
            grid.process(name).destroyForcibly();
          }
        }
      }
      case KILL_WORKER ->
          grid.process(target).descendants().findFirst().ifPresent(ProcessHandle::destroyForcibly);
      case PAUSE -> signal(grid, "STOP");
      case SLOW -> slow(grid);
      case CUT -> grid.cut(target);
      case FILL -> grid.fill(target);
      case AHEAD -> grid.setClock(target, HOUR);
      case BEHIND -> grid.setClock(target, HOUR.negated());
    }
  }

  void end(ChaosGrid grid) throws IOException, InterruptedException {
    switch (kind) {
      case PAUSE -> signal(grid, "CONT");
      case CUT -> grid.join(target);
      case FILL -> grid.free(target);
      case AHEAD, BEHIND -> grid.setClock(target, Duration.ZERO);
      case KILL, KILL_ALL, KILL_WORKER, SLOW -> {
        // over by itself
      }
    }
  }

  private void signal(ChaosGrid grid, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(grid.process(target).pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Stops it for most of the time. */
  private void slow(ChaosGrid grid) throws IOException, InterruptedException {
    String pid = Long.toString(grid.process(target).pid());
    String script =
        "for i in $(seq 1 %d); do kill -STOP %s; sleep 0.15; kill -CONT %s; sleep 0.05; done"
            .formatted(millis / 200, pid, pid);
    new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
  }
}
