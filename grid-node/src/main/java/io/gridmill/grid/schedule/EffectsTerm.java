package io.gridmill.grid.schedule;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.delivery.NewDelivery;
import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.trust.Mark;
import io.gridmill.grid.trust.Standings;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.TaskEventView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of office of the carrier of {@link OwedEffects}: news of tasks that owe something come
 * at once, and what could not be carried out is tried again every second.
 */
public final class EffectsTerm implements Term {
  private static final Logger log = LoggerFactory.getLogger(EffectsTerm.class);
  private static final Query OWING = Query.where("owes", true);
  private static final long ROUND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SOON_NANOS = Duration.ofMillis(20).toNanos();

  private final Parts parts;
  private final Runnable wake;
  private final LinkedBlockingQueue<Task> owing = new LinkedBlockingQueue<>();
  private final NodeSignals signals;
  private Map<TaskId, Task> left = new LinkedHashMap<>();
  private Table.@Nullable Subscription subscription;

  /**
   * What it works with.
   *
   * @param nanoTime nanoseconds of no particular origin, as of {@link System#nanoTime}
   */
  public record Parts(
      TaskBoard board,
      Deliveries deliveries,
      Standings standings,
      Ledger ledger,
      Cluster cluster,
      InstantSource clock,
      LongSupplier nanoTime) {}

  /**
   * Makes a term of office.
   *
   * @param wake is called, by any thread, when a step is due for news that have come
   */
  public EffectsTerm(Parts parts, Runnable wake) {
    this.parts = parts;
    this.wake = wake;
    this.signals = new NodeSignals(parts.cluster(), parts.nanoTime());
  }

  @Override
  public void begin() {
    subscription =
        parts
            .board()
            .watch(
                OWING,
                changes -> {
                  changes.forEach(c -> c.row().ifPresent(owing::add));
                  wake.run();
                });
    parts.board().scan(OWING, owing::add);
  }

  @Override
  public long step() {
    left = carryOut(gather());
    return signals.awaitsAnswer() ? SOON_NANOS : ROUND_NANOS;
  }

  @Override
  public void end() {
    if (subscription != null) {
      subscription.close();
    }
  }

  /** What owes something now: news, and what could not be carried out before. */
  private Map<TaskId, Task> gather() {
    List<Task> news = new ArrayList<>();
    owing.drainTo(news);
    Map<TaskId, Task> tasks = new LinkedHashMap<>(left);
    news.forEach(task -> tasks.merge(task.id(), task, EffectsTerm::newer));
    return tasks;
  }

  private static Task newer(Task a, Task b) {
    return a.version() >= b.version() ? a : b;
  }

  /** Carries out what it can; returns the tasks that still owe something. */
  private Map<TaskId, Task> carryOut(Map<TaskId, Task> tasks) {
    Map<TaskId, Task> left = new LinkedHashMap<>();
    List<NewDelivery> notices = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    Map<TaskId, List<String>> done = new LinkedHashMap<>();
    for (Task task : tasks.values()) {
      List<String> ofTask = new ArrayList<>();
      for (Effect effect : task.owed()) {
        boolean carried =
            switch (effect) {
              case Effect.Notify notify -> notices.add(notice(task, notify));
              case Effect.Signal signal -> signals.isHeard(signal);
              case Effect.Judge judge -> marks.addAll(judge.marks());
              case Effect.Charge charge -> entries.add(charge.entry(task));
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
      parts.deliveries().owe(notices);
      parts.standings().mark(marks);
      parts.ledger().append(entries);
      settle(done, tasks, left);
      return left;
    } catch (RuntimeException e) {
      log.warn(
          "{} notices, marks and charges could not be kept; they are tried again",
          notices.size() + marks.size() + entries.size(),
          e);
      return tasks;
    }
  }

  /** Strikes off what was carried out; where that fails it is carried out again. */
  private void settle(
      Map<TaskId, List<String>> done, Map<TaskId, Task> tasks, Map<TaskId, Task> left) {
    List<TaskBoard.Change> changes = new ArrayList<>();
    done.forEach(
        (id, effects) -> changes.add(new TaskBoard.Change(id, new TaskEvent.Settle(effects))));
    List<Optional<Applied>> answers = parts.board().applyEach(changes);
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
        parts.clock().instant());
  }
}
