package io.gridmill.grid.exec;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pretends to run tasks: each takes its cores for the time that it expects to take, and ends well.
 * All that a grid does about a task but running it is done as ever.
 */
public final class PretendRunner implements Runner {
  private static final Logger log = LoggerFactory.getLogger(PretendRunner.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final TaskBoard board;
  private final String node;
  private final Map<Held, Orders.Order> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pretend").factory());

  // Touched by the timer's thread only.
  private final Queue<Orders.Order> waiting = new ArrayDeque<>();
  private int coresFree;

  /** What takes cores now. */
  private final Set<Held> running = ConcurrentHashMap.newKeySet();

  /** Pretends on a node with so many cores. */
  public PretendRunner(TaskBoard board, String node, int cores) {
    this.board = board;
    this.node = node;
    this.coresFree = cores;
  }

  @Override
  public Orders.Refused run(Orders.Run run) {
    List<Orders.Refusal> refusals = new ArrayList<>();
    List<Orders.Order> taken = new ArrayList<>();
    for (Orders.Order order : run.orders()) {
      if (order.part() != Orders.Part.ONCE) {
        String why = "node " + node + " pretends to run tasks, but no arrays (exec.pretend)";
        refusals.add(
            new Orders.Refusal(order.held(), Failure.of(ErrorCode.NOT_ALLOWED_ON_NODE, why)));
      } else if (held.putIfAbsent(order.held(), order) == null) {
        taken.add(order);
      }
    }
    timer.execute(
        () -> {
          waiting.addAll(taken);
          begin();
        });
    return new Orders.Refused(refusals);
  }

  private void begin() {
    while (!waiting.isEmpty() && waiting.element().spec().resources().cores() <= coresFree) {
      Orders.Order order = waiting.remove();
      if (!held.containsKey(order.held())) {
        continue; // it was stopped
      }
      coresFree -= order.spec().resources().cores();
      running.add(order.held());
      tell(order, new TaskEvent.Start(order.attempt()));
      Duration expected =
          Objects.requireNonNullElse(order.spec().scheduling().expected(), Duration.ZERO);
      var _ = timer.schedule(() -> end(order), expected.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void end(Orders.Order order) {
    running.remove(order.held());
    coresFree += order.spec().resources().cores();
    begin();
    if (held.containsKey(order.held())) {
      succeed(order);
    }
  }

  private void succeed(Orders.Order order) {
    var _ =
        board
            .applyLater(order.task(), new TaskEvent.Succeed(order.attempt(), TaskResult.NONE))
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    held.remove(order.held());
                  } else if (!timer.isShutdown()) {
                    log.warn("the end of task {} could not be kept; again", order.task(), failure);
                    var _ =
                        timer.schedule(
                            () -> succeed(order), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                  }
                });
  }

  private void tell(Orders.Order order, TaskEvent event) {
    board.tell(order.task(), event);
  }

  /** A task that is paused goes on here: it takes nothing but time. */
  @Override
  public Orders.Done signal(Orders.Signals signals) {
    for (Orders.SignalOrder signal : signals.signals()) {
      boolean leaves = signal.action() == Action.STOP || signal.action() == Action.YIELD;
      Orders.Order order = leaves ? held.remove(signal.held()) : null;
      if (order != null && signal.action() == Action.YIELD) {
        tell(order, new TaskEvent.HandBack(order.attempt(), "other work wants its place"));
      }
    }
    return new Orders.Done();
  }

  @Override
  public Orders.Holding held() {
    return new Orders.Holding(List.copyOf(held.keySet()));
  }

  @Override
  public RunnerLoad load() {
    int now = running.size();
    return new RunnerLoad(now, Math.max(0, held.size() - now), 0, 0);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    String why = "node " + node + " stops";
    List<CompletableFuture<Applied>> back = new ArrayList<>();
    for (Orders.Order order : held.values()) {
      TaskEvent event =
          running.contains(order.held())
              ? new TaskEvent.Lose(order.attempt(), why)
              : new TaskEvent.HandBack(order.attempt(), why);
      back.add(board.applyLater(order.task(), event));
    }
    held.clear();
    for (CompletableFuture<Applied> one : back) {
      one.exceptionally(
              e -> {
                log.warn("a task could not be handed back; it is seen to be lost", e);
                return new Applied(null, "failed");
              })
          .join();
    }
  }
}
