package io.gridmill.grid.exec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives what waits to workers that have room, and has workers started and ended for it. Guarded by
 * the pool's monitor.
 *
 * <p>Lanes that lack workers wait in the order in which they began to lack them. A lane that is
 * served gives way after half a second if others wait.
 */
final class Dispatch {
  private static final long QUANTUM = TimeUnit.MILLISECONDS.toNanos(500);

  /** A backlog of each worker that is worth the start of another. */
  private static final long WORTH_A_START = TimeUnit.MILLISECONDS.toNanos(50);

  final Slots slots;
  final Map<WorkerKey, Lane> lanes = new HashMap<>();
  final List<JavaWorker> workers = new ArrayList<>();
  private final Launches launches;
  private final Set<Lane> hungry = new LinkedHashSet<>();
  private boolean closed;

  /** What takes its time, and is done elsewhere. Each call comes back to the pool in the end. */
  interface Launches {
    /** Brings a lane's class path here. */
    void fetch(Lane lane);

    /** Starts a worker for a lane, which has cores and memory already. */
    void worker(Lane lane);

    /** Starts a command, which has cores and memory already. */
    void command(Assignment assignment);
  }

  Dispatch(Slots slots, Launches launches) {
    this.slots = slots;
    this.launches = launches;
  }

  Lane lane(WorkerKey key) {
    return lanes.computeIfAbsent(key, Lane::new);
  }

  /** Gives what waits in a lane to workers, as far as there are any; it is hungry for the rest. */
  void pump(Lane lane) {
    feed(lane);
    if (lane.ready.isEmpty()) {
      hungry.remove(lane);
      tidy(lane);
    } else {
      hungry.add(lane);
    }
  }

  /** Lets others have their turn before this lane. */
  void giveWay(Lane lane) {
    if (hungry.remove(lane)) {
      hungry.add(lane);
    }
  }

  void release(JavaWorker worker) {
    if (worker.holdsCores) {
      worker.holdsCores = false;
      slots.giveCores(worker.lane.key.cores());
    }
  }

  void releaseMemory(JavaWorker worker) {
    if (worker.holdsMemory) {
      worker.holdsMemory = false;
      slots.giveMemory(worker.lane.key.memory());
    }
  }

  boolean mayRefill(JavaWorker worker) {
    return System.nanoTime() - worker.busySince < QUANTUM
        || hungry.isEmpty()
        || (hungry.size() == 1 && hungry.contains(worker.lane));
  }

  /** Ends a worker that has nothing to do. */
  void retire(JavaWorker worker) {
    if (worker.given.isEmpty() && !worker.retired) {
      worker.lane.workers.remove(worker);
      worker.stop(System.nanoTime());
      releaseMemory(worker);
    }
  }

  void pumpHungry() {
    if (!hungry.isEmpty()) {
      new ArrayDeque<>(hungry).forEach(this::pump);
    }
  }

  /** Gives and starts nothing more. */
  void close() {
    closed = true;
  }

  private void feed(Lane lane) {
    if (closed) {
      return;
    }
    if (lane.key.kind() == WorkerKey.Kind.COMMAND) {
      feedCommands(lane);
      return;
    }
    JavaWorker worker = lane.ready.isEmpty() ? null : roomiest(lane);
    while (worker != null) {
      worker.give(lane.ready.remove(), System.nanoTime());
      worker = lane.ready.isEmpty() ? null : roomiest(lane);
    }
    if (!lane.ready.isEmpty()) {
      grow(lane);
    }
  }

  /** The worker that has the least to do, of those that can take more; cores are taken for it. */
  private @Nullable JavaWorker roomiest(Lane lane) {
    JavaWorker best = null;
    for (JavaWorker worker : lane.workers) {
      boolean usable =
          worker.hasRoom()
              && (worker.holdsCores
                  ? worker.given.isEmpty() || mayRefill(worker)
                  : slots.coresFree() >= lane.key.cores());
      if (usable && (best == null || worker.given.size() < best.given.size())) {
        best = worker;
      }
    }
    if (best != null && !best.holdsCores && slots.takeCores(lane.key.cores())) {
      best.holdsCores = true;
      best.busySince = System.nanoTime();
    }
    return best;
  }

  private void grow(Lane lane) {
    while (lacksWorkers(lane) && slots.coresFree() >= lane.key.cores()) {
      if (lane.classPath == null) {
        if (!lane.fetching) {
          lane.fetching = true;
          launches.fetch(lane);
        }
        return;
      }
      if (!makeRoom(lane.key.memory()) || !slots.takeCores(lane.key.cores())) {
        return;
      }
      slots.takeMemory(lane.key.memory());
      lane.starting++;
      launches.worker(lane);
    }
  }

  private static boolean lacksWorkers(Lane lane) {
    if (lane.isShort() && lane.starting + lane.workers.size() > 0) {
      return lane.backlogNanos() > WORTH_A_START;
    }
    return lane.starting < lane.ready.size();
  }

  private void feedCommands(Lane lane) {
    while (!lane.ready.isEmpty()
        && slots.coresFree() >= lane.key.cores()
        && makeRoom(lane.key.memory())
        && slots.takeCores(lane.key.cores())) {
      slots.takeMemory(lane.key.memory());
      Assignment assignment = lane.ready.remove();
      assignment.stage = Assignment.Stage.GIVEN;
      launches.command(assignment);
    }
  }

  /** Whether there are cores and memory for a worker, if idle ones end. */
  boolean couldStart(WorkerKey key) {
    long idle = 0;
    for (JavaWorker worker : workers) {
      idle += worker.given.isEmpty() && worker.holdsMemory ? worker.lane.key.memory() : 0;
    }
    return slots.coresFree() >= key.cores() && slots.hasMemory(key.memory() - idle);
  }

  /** Ends idle workers, the longest idle first, until there is so much memory. */
  private boolean makeRoom(long memory) {
    List<JavaWorker> idle = new ArrayList<>();
    for (JavaWorker worker : workers) {
      if (worker.given.isEmpty() && !worker.retired) {
        idle.add(worker);
      }
    }
    idle.sort(Comparator.comparingLong(worker -> worker.idleSince));
    int spare = idle.size() - slots.cores();
    for (JavaWorker worker : idle) {
      if (slots.hasMemory(memory) && spare-- < 0) {
        break;
      }
      retire(worker);
    }
    return slots.hasMemory(memory);
  }

  void tidy(Lane lane) {
    if (lane.isUnused()) {
      hungry.remove(lane);
      lanes.remove(lane.key, lane);
      if (lane.classPath != null) {
        lane.classPath.close();
        lane.classPath = null;
      }
    }
  }
}
