package io.gridmill.grid.exec;

import io.gridmill.grid.task.CombineTree;
import io.gridmill.grid.task.Orders;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.FrameConnection;
import io.gridmill.worker.protocol.JobCall;
import io.gridmill.worker.protocol.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process that is up. It runs what it is given in that order, one after the other, so the
 * first of these is the one that runs. Guarded by the pool's monitor.
 */
final class JavaWorker implements Host {
  /**
   * After so much work a worker makes way for a new one, as jobs may leave this and that behind.
   */
  private static final long MOST_WORK = 1_000_000;

  private static final Logger log = LoggerFactory.getLogger(JavaWorker.class);

  final Lane lane;
  final Path folder;
  final Process process;
  final ProcessTree tree;
  final FrameConnection connection;
  final Map<Long, Assignment> given = new LinkedHashMap<>();

  boolean holdsCores;
  boolean holdsMemory;

  /** Whether it ends. */
  boolean retired;

  /** When it was told to end; 0 if it was not. */
  long stoppedAt;

  /** When it last had nothing to do. */
  long idleSince;

  /** Since when it has had something to do. */
  long busySince;

  /** What it stands still with, or will when it has given the rest back. */
  @Nullable Assignment pausing;

  boolean standsStill;

  private long nextWork = 1;

  JavaWorker(Lane lane, Path folder, Process process, FrameConnection connection) {
    this.lane = lane;
    this.folder = folder;
    this.process = process;
    this.tree = new ProcessTree(process.toHandle());
    this.connection = connection;
  }

  /** Whether it is given nothing more. */
  boolean isDone() {
    return retired || nextWork > MOST_WORK;
  }

  /** The assignment that runs; null if none does. */
  @Nullable Assignment current() {
    Iterator<Assignment> all = given.values().iterator();
    return all.hasNext() ? all.next() : null;
  }

  boolean hasRoom() {
    return !isDone() && pausing == null && given.size() < lane.window();
  }

  void give(Assignment assignment, long now) {
    assignment.stage = Assignment.Stage.GIVEN;
    assignment.host = this;
    assignment.work = nextWork++;
    given.put(assignment.work, assignment);
    if (given.size() == 1) {
      assignment.begin(now);
    }
    send(frame(assignment));
  }

  private Frame.Work frame(Assignment assignment) {
    Orders.Order order = assignment.order;
    Prepared prepared = assignment.prepared;
    JobCall call = call(assignment);
    return switch (order.part()) {
      case ONCE -> new Frame.Run(assignment.work, call, prepared.checkpoint());
      case ITEMS ->
          new Frame.RunItems(
              assignment.work,
              call,
              assignment.lease().from(),
              assignment.lease().to(),
              prepared.items(),
              order.spec().retry().onJobFailure() ? order.spec().retry().maxAttempts() : 1,
              order.spec().array() != null && order.spec().array().combine());
      case COMBINE ->
          new Frame.Combine(
              assignment.work,
              call,
              assignment.lease().from(),
              assignment.lease().to(),
              Objects.requireNonNull(prepared.results(), "they are prepared").toString(),
              CombineTree.FAN_IN);
      case COMPARE -> new Frame.Compare(assignment.work, call, prepared.compared());
      case REDUCE ->
          new Frame.Reduce(
              assignment.work,
              call,
              prepared.resultLines(),
              Objects.requireNonNull(prepared.results(), "results are prepared").toString(),
              prepared.checkpoint());
    };
  }

  private JobCall call(Assignment assignment) {
    Orders.Order order = assignment.order;
    TaskSpec spec = order.spec();
    RawJson input = spec.input();
    return new JobCall(
        order.task(),
        order.attempt(),
        className(order),
        input == null ? null : input.json(),
        assignment.prepared.inputs(),
        outputFolder(assignment).toString());
  }

  private static String className(Orders.Order order) {
    Replication replication = order.spec().replication();
    return order.part() == Orders.Part.COMPARE && replication != null
        ? Objects.requireNonNull(replication.comparator(), "it is what compares")
        : ((Work.Java) order.spec().work()).className();
  }

  /** Where the assignment's output files are. */
  Path outputFolder(Assignment assignment) {
    Path own = assignment.prepared.folder();
    return own == null ? folder.resolve("out-" + assignment.work) : own.resolve("out");
  }

  /** Asks for all back that it has not started. */
  void takeBackWaiting() {
    List<Long> waiting = new ArrayList<>(given.keySet());
    if (waiting.size() > 1) {
      send(new Frame.TakeBack(waiting.subList(1, waiting.size())));
    }
  }

  @Override
  public void cancel(Assignment assignment) {
    if (standsStill) {
      kill();
    } else {
      send(new Frame.Cancel(assignment.work));
    }
  }

  @Override
  public void makeWay(Assignment assignment) {
    if (standsStill) {
      kill();
    } else {
      send(new Frame.Yield(assignment.work));
    }
  }

  @Override
  public void pause(Assignment assignment) {
    assignment.pause(System.nanoTime());
    if (pausing != null) {
      return;
    }
    pausing = assignment;
    if (given.size() > 1) {
      send(new Frame.TakeBack(List.copyOf(given.keySet())));
    } else {
      standStill();
    }
  }

  /** Stops the process where it is. */
  void standStill() {
    if (!standsStill) {
      standsStill = true;
      tree.pause();
    }
  }

  @Override
  public void resume(Assignment assignment) {
    assignment.resume(System.nanoTime());
    if (pausing == assignment) {
      goOn();
    }
  }

  /** Ends a pause. */
  void goOn() {
    pausing = null;
    if (standsStill) {
      standsStill = false;
      tree.resume();
    }
  }

  @Override
  public void kill() {
    retired = true;
    tree.kill();
  }

  /** Tells it to end when it has done what it was given. */
  void stop(long now) {
    retired = true;
    stoppedAt = now;
    send(new Frame.Stop());
  }

  private void send(Frame frame) {
    try {
      connection.send(frame);
    } catch (ProtocolException e) {
      log.error("worker {} cannot be told of its work; it is ended", process.pid(), e);
      kill();
    } catch (IOException e) {
      // its end is noticed by whoever listens to it, who then sees to what it was given
      log.debug("worker {} cannot be reached: {}", process.pid(), e.toString());
    }
  }
}
