package io.gridmill.grid.schedule;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.delivery.NewDelivery;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Effect;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
  private static final long SOON_MILLIS = 20;

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
      run.ending.countDown();
      run.thread.interrupt();
      run = null;
    }
  }

  /** One term of office. */
  private final class Run {
    private final LinkedBlockingQueue<Task> owing = new LinkedBlockingQueue<>();
    private final NodeSignals signals = new NodeSignals(cluster);
    private final Thread thread =
        Thread.ofPlatform().daemon().name("effects").unstarted(this::work);
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean over;

    private void work() {
      try {
        while (!over) {
          serve();
          owing.clear();
        }
      } catch (InterruptedException ending) {
        log.info("owed effects are left to another node");
      }
    }

    /** Serves until this term is over, or something fails that is begun anew after a while. */
    private void serve() throws InterruptedException {
      try (Table.Subscription _ =
          board.watch(OWING, changes -> changes.forEach(c -> c.row().ifPresent(owing::add)))) {
        Map<TaskId, Task> left = new LinkedHashMap<>();
        board.scan(OWING, owing::add);
        while (!over) {
          left = carryOut(gather(left), signals);
        }
      } catch (RuntimeException e) {
        if (!over) {
          log.error("owed effects cannot be carried out; they are tried again", e);
          var _ = ending.await(ROUND_SECONDS, TimeUnit.SECONDS);
        }
      }
    }

    /** What owes something now: news, and after a while what could not be carried out before. */
    private Map<TaskId, Task> gather(Map<TaskId, Task> left) throws InterruptedException {
      List<Task> news = new ArrayList<>();
      Task first = signals.awaitsAnswer() ? poll(SOON_MILLIS) : poll(ROUND_SECONDS * 1000);
      if (first != null) {
        news.add(first);
        owing.drainTo(news);
      }
      Map<TaskId, Task> tasks = new LinkedHashMap<>(left);
      news.forEach(task -> tasks.merge(task.id(), task, OwedEffects::newer));
      return tasks;
    }

    private @Nullable Task poll(long millis) throws InterruptedException {
      return owing.poll(millis, TimeUnit.MILLISECONDS);
    }
  }

  private static Task newer(Task a, Task b) {
    return a.version() >= b.version() ? a : b;
  }

  /** Carries out what it can; returns the tasks that still owe something. */
  private Map<TaskId, Task> carryOut(Map<TaskId, Task> tasks, NodeSignals signals) {
    Map<TaskId, Task> left = new LinkedHashMap<>();
    List<NewDelivery> notices = new ArrayList<>();
    Map<TaskId, List<String>> done = new LinkedHashMap<>();
    for (Task task : tasks.values()) {
      List<String> ofTask = new ArrayList<>();
      for (Effect effect : task.owed()) {
        boolean carried =
            switch (effect) {
              case Effect.Notify notify -> notices.add(notice(task, notify));
              case Effect.Signal signal -> signals.isHeard(signal);
            };
        if (carried) {
          ofTask.add(effect.id());
        } else {
          left.put(task.id(), task);
        }
      }
      if (!ofTask.isEmpty()) {
        done.put(task.id(), ofTask);
      }
    }
    signals.send();
    try {
      deliveries.owe(notices);
      settle(done, tasks, left);
      return left;
    } catch (RuntimeException e) {
      log.warn("{} notices could not be kept; they are tried again", notices.size(), e);
      return tasks;
    }
  }

  /** Strikes off what was carried out; where that fails it is carried out again. */
  private void settle(
      Map<TaskId, List<String>> done, Map<TaskId, Task> tasks, Map<TaskId, Task> left) {
    List<TaskBoard.Change> changes = new ArrayList<>();
    done.forEach(
        (id, effects) -> changes.add(new TaskBoard.Change(id, new TaskEvent.Settle(effects))));
    List<Optional<Applied>> answers = board.applyEach(changes);
    for (int i = 0; i < changes.size(); i++) {
      TaskId id = changes.get(i).task();
      Task before = tasks.get(id);
      if (answers.get(i).isEmpty() && before != null) {
        left.put(id, before);
      } else {
        answers.get(i).map(Applied::task).ifPresent(after -> left.replace(id, after));
      }
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
