package io.gridmill.grid.exec;

import io.gridmill.worker.protocol.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What becomes of assignments between their orders and their ends. Its monitor guards all
 * assignments, lanes and workers; nothing that blocks is called under it.
 */
final class WorkerPool {
  private final Slots slots;
  private final Dispatch dispatch;

  /** An assignment that a worker has ended. */
  record Ended(Assignment assignment, Frame.End end) {}

  WorkerPool(RunnerConfig config, Dispatch.Launches launches) {
    this.slots = new Slots(config.cores(), config.memory().bytes());
    this.dispatch = new Dispatch(slots, launches);
  }

  /** Gives and starts nothing more. */
  synchronized void close() {
    dispatch.close();
  }

  synchronized List<JavaWorker> workers() {
    return List.copyOf(dispatch.workers);
  }

  /** Whether a lane can have another worker, or is going to. */
  synchronized boolean isHelped(Lane lane) {
    return lane.starting > 0 || lane.fetching || dispatch.couldStart(lane.key);
  }

  synchronized int coresFree() {
    return slots.coresFree();
  }

  synchronized List<Lane> lanes() {
    return List.copyOf(dispatch.lanes.values());
  }

  /** Takes an assignment that has all that it needs. */
  synchronized void ready(Assignment assignment) {
    assignment.stage = Assignment.Stage.READY;
    Lane lane = dispatch.lane(assignment.key);
    lane.ready.add(assignment);
    dispatch.pump(lane);
  }

  /** Takes an assignment out again that no worker has. */
  synchronized void remove(Assignment assignment) {
    Lane lane = dispatch.lanes.get(assignment.key);
    if (lane != null) {
      lane.ready.remove(assignment);
      dispatch.tidy(lane);
    }
  }

  /** Takes assignments out of a lane. */
  synchronized void removeAll(Lane lane, Collection<Assignment> assignments) {
    lane.ready.removeAll(Set.copyOf(assignments));
    dispatch.tidy(lane);
  }

  /** A lane's class path is here. */
  synchronized void fetched(Lane lane, io.gridmill.grid.artifact.Lease classPath) {
    lane.fetching = false;
    lane.classPath = classPath;
    dispatch.pump(lane);
    dispatch.tidy(lane);
  }

  /** A lane's class path cannot be had; returns what cannot be run for that. */
  synchronized List<Assignment> notFetched(Lane lane) {
    lane.fetching = false;
    return drain(lane);
  }

  private List<Assignment> drain(Lane lane) {
    List<Assignment> all = List.copyOf(lane.ready);
    all.forEach(a -> a.stage = Assignment.Stage.ENDING);
    lane.ready.clear();
    dispatch.pump(lane);
    return all;
  }

  /** A worker is up. */
  synchronized void started(JavaWorker worker) {
    Lane lane = worker.lane;
    lane.starting--;
    lane.workers.add(worker);
    dispatch.workers.add(worker);
    worker.holdsCores = true;
    worker.holdsMemory = true;
    worker.busySince = System.nanoTime();
    dispatch.pump(lane);
    restIfIdle(worker);
  }

  /** A worker could not be started; returns what cannot be run for that. */
  synchronized List<Assignment> notStarted(Lane lane) {
    lane.starting--;
    slots.giveCores(lane.key.cores());
    slots.giveMemory(lane.key.memory());
    List<Assignment> failed =
        lane.workers.isEmpty() && lane.starting == 0 ? drain(lane) : List.of();
    dispatch.pumpHungry();
    return failed;
  }

  /** A worker has ended work. */
  synchronized List<Ended> ended(JavaWorker worker, List<Frame.End> ends) {
    List<Ended> all = new ArrayList<>(ends.size());
    for (Frame.End end : ends) {
      Assignment assignment = worker.given.remove(end.key());
      if (assignment != null) {
        assignment.stage = Assignment.Stage.ENDING;
        worker.lane.ran(end.nanos());
        all.add(new Ended(assignment, end));
        if (worker.pausing == assignment) {
          worker.goOn();
        }
      }
      if (end instanceof Frame.Failed failed && failed.spent()) {
        worker.retired = true;
      }
    }
    goOn(worker);
    return all;
  }

  /** A worker gave back what it had not started; returns what need not be started any more. */
  synchronized List<Assignment> returned(JavaWorker worker, List<Long> keys) {
    List<Assignment> condemned = new ArrayList<>();
    List<Assignment> back = new ArrayList<>();
    for (long key : keys) {
      Assignment assignment = worker.given.remove(key);
      if (assignment != null) {
        (assignment.isCondemned() ? condemned : back).add(assignment);
        worker.pausing = worker.pausing == assignment ? null : worker.pausing;
      }
    }
    condemned.forEach(a -> a.stage = Assignment.Stage.ENDING);
    putBack(worker.lane, back);
    if (worker.pausing != null) {
      standStill(worker);
    }
    dispatch.pump(worker.lane);
    goOn(worker);
    return condemned;
  }

  /** Stops a worker where it is; it has given back the rest, or does not answer. */
  synchronized void standStill(JavaWorker worker) {
    worker.standStill();
    dispatch.release(worker);
    dispatch.pumpHungry();
  }

  private static void putBack(Lane lane, List<Assignment> back) {
    for (Assignment assignment : back.reversed()) {
      assignment.takenBack();
      if (!assignment.onHold) {
        lane.ready.addFirst(assignment);
      }
    }
  }

  private void goOn(JavaWorker worker) {
    Assignment current = worker.current();
    if (current != null) {
      current.begin(System.nanoTime());
    }
    if (dispatch.mayRefill(worker)) {
      dispatch.pump(worker.lane);
    }
    restIfIdle(worker);
  }

  /** Lets others have the cores of a worker that has nothing to do. */
  private void restIfIdle(JavaWorker worker) {
    if (worker.given.isEmpty()) {
      worker.idleSince = System.nanoTime();
      if (worker.isDone()) {
        dispatch.retire(worker);
      }
    }
    if (worker.given.isEmpty() && worker.holdsCores) {
      dispatch.release(worker);
      dispatch.giveWay(worker.lane);
      dispatch.pumpHungry();
    }
  }

  /** Lets an assignment stand still that a worker or a command has; others get its cores. */
  synchronized void pause(Assignment assignment) {
    Host host = assignment.host;
    if (host == null || assignment.paused) {
      return;
    }
    host.pause(assignment);
    if (host instanceof JavaWorker worker) {
      if (worker.standsStill) {
        dispatch.release(worker);
      }
    } else {
      slots.giveCores(assignment.key.cores());
    }
    dispatch.pumpHungry();
  }

  /** Lets it go on, whether there are cores or not: its memory is here. */
  synchronized void resume(Assignment assignment) {
    Host host = assignment.host;
    if (host == null || !assignment.paused) {
      return;
    }
    host.resume(assignment);
    if (!(host instanceof JavaWorker worker)) {
      slots.takeCoresAnyway(assignment.key.cores());
    } else if (!worker.holdsCores) {
      worker.holdsCores = true;
      slots.takeCoresAnyway(worker.lane.key.cores());
    }
  }

  /**
   * A worker's process has ended.
   *
   * @param running the work that it was running; 0 if none
   * @return the assignment that it was running, and those that have lost too many workers
   */
  synchronized List<Assignment> gone(JavaWorker worker, long running) {
    List<Assignment> hit = new ArrayList<>();
    List<Assignment> back = new ArrayList<>();
    for (Assignment assignment : worker.given.values()) {
      boolean ends =
          assignment.work == running || assignment.isCondemned() || ++assignment.returns > 5;
      (ends ? hit : back).add(assignment);
    }
    worker.given.clear();
    hit.forEach(a -> a.stage = Assignment.Stage.ENDING);
    putBack(worker.lane, back);
    worker.retired = true;
    dispatch.workers.remove(worker);
    worker.lane.workers.remove(worker);
    dispatch.release(worker);
    dispatch.releaseMemory(worker);
    dispatch.pump(worker.lane);
    dispatch.pumpHungry();
    dispatch.tidy(worker.lane);
    return hit;
  }

  /** A command has ended, or could not be started. */
  synchronized void commandEnded(Assignment assignment) {
    assignment.stage = Assignment.Stage.ENDING;
    if (!assignment.paused) {
      slots.giveCores(assignment.key.cores());
    }
    slots.giveMemory(assignment.key.memory());
    dispatch.pumpHungry();
  }

  /** Ends a worker that has nothing to do. */
  synchronized void retire(JavaWorker worker) {
    dispatch.retire(worker);
  }
}
