package io.gridmill.grid.schedule;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.delivery.NewDelivery;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.TaskEventView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the effects that tasks owe, as the grid's singleton, and strikes them off.
 *
 * <p>Receivers are idempotent, so an effect that is carried out and not struck off, as when this
 * node dies between the two, does no harm the second time. What fails is tried again every second.
 */
public final class OwedEffects implements Cluster.Singleton {
  /** The singleton's name in the grid. */
  public static final String NAME = "effects";

  private static final Logger log = LoggerFactory.getLogger(OwedEffects.class);
  private static final Query OWING = Query.where("owes", true);
  private static final long ROUND_SECONDS = 1;

  private final TaskBoard board;
  private final Deliveries deliveries;
  private final Cluster cluster;
  private final InstantSource clock;
  private @Nullable Run run;

  public OwedEffects(TaskBoard board, Deliveries deliveries, Cluster cluster, InstantSource clock) {
    this.board = board;
    this.deliveries = deliveries;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    if (run == null) {
      run = new Run();
      run.thread.start();
    }
  }

  @Override
  public synchronized void stop() {
    if (run != null) {
      run.over = true;
      run.thread.interrupt();
      run = null;
    }
  }

  /** One term of office. */
  private final class Run {
    private final LinkedBlockingQueue<Task> owing = new LinkedBlockingQueue<>();
    private final Thread thread =
        Thread.ofPlatform().daemon().name("effects").unstarted(this::work);
    private volatile boolean over;

    private void work() {
      try (Table.Subscription _ =
          board.watch(OWING, changes -> changes.forEach(c -> c.row().ifPresent(owing::add)))) {
        Map<TaskId, Task> failed = new LinkedHashMap<>();
        board.scan(OWING, owing::add);
        while (!over) {
          Map<TaskId, Task> tasks = gather(failed);
          failed = tasks.isEmpty() ? tasks : carryOut(tasks);
        }
      } catch (InterruptedException ending) {
        log.info("owed effects are left to another node");
      }
    }

    /** What owes something now: news, and after a while what could not be carried out before. */
    private Map<TaskId, Task> gather(Map<TaskId, Task> failed) throws InterruptedException {
      List<Task> news = new ArrayList<>();
      Task first = owing.poll(ROUND_SECONDS, TimeUnit.SECONDS);
      if (first != null) {
        news.add(first);
        owing.drainTo(news);
      }
      Map<TaskId, Task> tasks = new LinkedHashMap<>(failed);
      news.forEach(task -> tasks.merge(task.id(), task, OwedEffects::newer));
      return tasks;
    }
  }

  private static Task newer(Task a, Task b) {
    return a.version() >= b.version() ? a : b;
  }

  /** Carries out what it can; returns the tasks that still owe something. */
  private Map<TaskId, Task> carryOut(Map<TaskId, Task> tasks) {
    Map<TaskId, Task> failed = new LinkedHashMap<>();
    try {
      List<NewDelivery> notices = new ArrayList<>();
      List<TaskBoard.Change> settled = new ArrayList<>();
      for (Task task : tasks.values()) {
        List<String> done = new ArrayList<>();
        for (Effect effect : task.owed()) {
          switch (effect) {
            case Effect.Notify notify -> {
              notices.add(notice(task, notify));
              done.add(notify.id());
            }
            case Effect.Signal signal -> {
              if (signalled(signal)) {
                done.add(signal.id());
              } else {
                failed.put(task.id(), task);
              }
            }
          }
        }
        if (!done.isEmpty()) {
          settled.add(new TaskBoard.Change(task.id(), new TaskEvent.Settle(done)));
        }
      }
      deliveries.owe(notices);
      board.applyAll(settled);
      return failed;
    } catch (RuntimeException e) {
      log.warn(
          "effects of {} tasks could not be carried out; they are tried again", tasks.size(), e);
      return tasks;
    }
  }

  /** Tells a node; one that has left has nothing left to act on. */
  private boolean signalled(Effect.Signal signal) {
    if (cluster.members().stream().noneMatch(m -> m.id().equals(signal.memberId()))) {
      return true;
    }
    var order = new Orders.SignalOrder(signal.held(), signal.action());
    try {
      cluster
          .ask(signal.memberId(), Orders.SIGNAL, new Orders.Signals(List.of(order)))
          .get(5, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      log.info("task {} is to {}: its node did not answer", signal.held().task(), signal.action());
      return false;
    }
  }

  private NewDelivery notice(Task task, Effect.Notify notify) {
    TaskEventView now = TaskEventView.of(task.view());
    boolean current = task.status() == notify.status();
    TaskEventView event =
        new TaskEventView(
            task.id(),
            notify.version(),
            notify.status(),
            now.attempt(),
            current ? now.progress() : null,
            current ? now.result() : null,
            current ? now.resultRef() : null,
            current ? now.failure() : null,
            current ? now.reason() : null);
    return new NewDelivery(
        task.owner(),
        event,
        notify.webhook(),
        task.spec().webhooks().get(notify.webhook()).url(),
        clock.instant());
  }
}
