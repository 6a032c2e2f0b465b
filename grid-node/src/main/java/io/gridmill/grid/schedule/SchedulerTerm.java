package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.Explanation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of office of the scheduler: rebuilds it from rows, and feeds it with news.
 *
 * <p>Two terms may overlap for a while, as when the grid was split and the former holder has not
 * noticed; rows decide between them.
 */
public final class SchedulerTerm implements Term {
  private static final Logger log = LoggerFactory.getLogger(SchedulerTerm.class);
  private static final long ROUND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ANSWER_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Parts parts;
  private final Runnable wake;
  private final LinkedBlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
  private final List<Table.Subscription> subscriptions = new ArrayList<>();
  private final RollCall rollCall = new RollCall();
  private final SetAside setAside = new SetAside();
  private final Dispatcher dispatcher;

  /** What it feeds; others may look. */
  final Scheduler scheduler;

  private final Departures departures;
  private final Set<String> silent = new HashSet<>();
  private Table.@Nullable Parts<TaskId, Task> unread;
  private int read;
  private long began;
  private long nextRound;
  private volatile boolean over;
  private volatile Map<String, String> barred = Map.of();
  private volatile Map<String, Long> accounts = Map.of();
  private volatile long namedFrom;

  /**
   * What a scheduler works with.
   *
   * @param policy how it decides
   * @param nanoTime nanoseconds of no particular origin, as of {@link System#nanoTime}
   */
  public record Parts(
      SchedulingPolicy policy,
      TaskBoard board,
      Resources resources,
      Maintenance maintenance,
      UsageLedger usage,
      Trust trust,
      Cluster cluster,
      InstantSource clock,
      LongSupplier nanoTime) {}

  /**
   * Makes a term of office.
   *
   * @param wake is called, by any thread, when a step is due for news that have come
   */
  public SchedulerTerm(Parts parts, Runnable wake) {
    this.parts = parts;
    this.wake = wake;
    this.departures = new Departures(parts.resources());
    this.dispatcher = new Dispatcher(parts.cluster(), this::rejected);
    this.scheduler =
        new Scheduler(
            parts.policy(),
            parts.trust().checks(),
            parts.board(),
            dispatcher,
            parts.clock(),
            parts.nanoTime());
  }

  /** How many tasks wait for a node. */
  public int waiting() {
    return scheduler.waiting();
  }

  /** How many tasks nodes hold. */
  public int underWay() {
    return scheduler.underWay();
  }

  /** How many tasks have rows that cannot be read. */
  public int setAside() {
    return setAside.size();
  }

  /** The nodes that get nothing for a while, with the reason. */
  public Map<String, String> barred() {
    return barred;
  }

  /** How many tasks wait of accounts that have many, about a second ago; 0: none are named. */
  public Map<String, Long> accounts(long many) {
    namedFrom = many;
    return accounts;
  }

  /** How many attempts and leases it has given to nodes. */
  public long placements() {
    return scheduler.placements();
  }

  /** Says why a task waits, at its next step. */
  public CompletableFuture<Explanation> why(TaskId id) {
    CompletableFuture<Explanation> answer = new CompletableFuture<>();
    add(() -> answer.complete(scheduler.why(id)));
    return answer;
  }

  private void add(Runnable one) {
    news.add(one);
    wake.run();
  }

  private void rejected(Dispatcher.Rejection rejection) {
    if (over) {
      rejection.changes().forEach(change -> parts.board().tell(change.task(), change.event()));
    } else {
      add(() -> scheduler.rejected(rejection));
    }
  }

  /**
   * Listens first and reads then, so that no change is missed; changes seen twice do no harm. Nodes
   * say what they hold. All rows may be a million: they are read by and by, and the first of them
   * run meanwhile.
   */
  @Override
  public void begin() {
    began = parts.nanoTime().getAsLong();
    nextRound = began;
    scheduler.recall(parts.usage());
    subscriptions.add(
        parts.board().watch(TaskNews.WATCHED, changes -> add(() -> changes.forEach(this::taken))));
    subscriptions.add(parts.resources().watch(reports -> add(() -> reports.forEach(this::heard))));
    subscriptions.add(
        parts
            .cluster()
            .onChange(
                change -> {
                  if (change.left()) {
                    add(() -> left(change.member()));
                  }
                }));
    Standings standings = parts.trust().standings();
    subscriptions.add(standings.watch(all -> add(() -> scheduler.conduct().judged(all))));
    scheduler.conduct().judged(standings.all());
    subscriptions.add(parts.maintenance().watch(changes -> add(this::closures)));
    parts.resources().all().forEach(this::heard);
    closures();
    askWhatNodesHold();
    unread = parts.board().parts(TaskNews.NOT_ENDED);
    log.info("the scheduler starts on this node; it reads what waits");
  }

  /** Nothing is placed until it is known what nodes hold, or they do not say. */
  private void askWhatNodesHold() {
    List<String> providers =
        parts.cluster().members().stream()
            .filter(member -> member.roles().contains(Member.Role.PROVIDER))
            .map(Member::id)
            .toList();
    silent.addAll(providers);
    for (String member : providers) {
      var _ =
          dispatcher
              .holding(member)
              .thenAccept(holding -> add(() -> holdsFromBefore(member, holding.held())))
              .exceptionally(
                  gone -> {
                    add(() -> silent.remove(member));
                    return null;
                  });
    }
  }

  private void holdsFromBefore(String member, List<Held> held) {
    scheduler.takeUp(held);
    silent.remove(member);
  }

  /** Reads a part of the rows that have not been read yet. */
  private void readOn(Table.Parts<TaskId, Task> rows) {
    boolean more =
        rows.next(
            task -> {
              read++;
              guarded(task.id(), () -> scheduler.goBy(task));
            },
            row -> setAside.add(row.key(), row.why()));
    if (!more) {
      unread = null;
      scheduler.begun();
      long millis = (parts.nanoTime().getAsLong() - began) / 1_000_000;
      log.info("the scheduler knows all {} tasks that have not ended, after {} ms", read, millis);
    }
  }

  private void closures() {
    scheduler.maintain(parts.maintenance().all());
  }

  private void heard(NodeReport report) {
    String member = report.offer().memberId();
    if (!rollCall.isMute(member)
        && parts.cluster().members().stream().anyMatch(m -> m.id().equals(member))) {
      scheduler.node(report);
    }
  }

  private void left(Member member) {
    rollCall.forget(member.id());
    scheduler.nodeLost(member.id(), "node " + member.name() + " left the grid");
    if (member.roles().contains(Member.Role.PROVIDER)) {
      log.info("node {} left the grid; its tasks are queued again", member.name());
      departures.add(member, parts.nanoTime().getAsLong());
    }
  }

  private void taken(Table.Change<TaskId, Task> change) {
    guarded(change.key(), () -> take(change));
  }

  /** A task that cannot be dealt with leaves the others alone. */
  private void guarded(TaskId id, Runnable step) {
    try {
      step.run();
      setAside.remove(id);
    } catch (UnreadableRow e) {
      scheduler.forget(id);
      setAside.add(id, e);
    } catch (RuntimeException e) {
      log.error("news of task {} could not be taken; its row is read again", id, e);
      scheduler.unsure(id);
    }
  }

  private void take(Table.Change<TaskId, Task> change) {
    TaskId id = change.key();
    String column = (String) change.column("status");
    TaskStatus status = column == null ? TaskStatus.CANCELLED : TaskStatus.valueOf(column);
    if (status.isTerminal()) {
      scheduler.ended(id, status);
      return;
    }
    Object version = change.column("version");
    if (version instanceof Long v && scheduler.isStale(id, v)) {
      return;
    }
    boolean known =
        status == TaskStatus.RUNNING
            && !Boolean.TRUE.equals(change.column("items"))
            && scheduler.isUnderWay(id);
    if (!known) {
      change.row().ifPresentOrElse(scheduler::task, () -> scheduler.ended(id, status));
    }
  }

  @Override
  public long step() {
    List<Runnable> batch = new ArrayList<>();
    news.drainTo(batch);
    batch.forEach(Runnable::run);
    long now = parts.nanoTime().getAsLong();
    if (now - nextRound >= 0) {
      round();
      departures.forget(now);
      nextRound = now + ROUND_NANOS;
    }
    Table.Parts<TaskId, Task> rows = unread;
    if (rows != null) {
      readOn(rows);
    }
    Long nextTask = null;
    if (silent.isEmpty() || now - began > ANSWER_NANOS) {
      nextTask = scheduler.tick();
    }
    if (unread != null) {
      return 0;
    }
    long after = parts.nanoTime().getAsLong();
    long wait = nextRound - after;
    return Math.max(0, nextTask == null ? wait : Math.min(wait, nextTask - after));
  }

  @Override
  public void end() {
    over = true;
    subscriptions.forEach(Table.Subscription::close);
  }

  /** What is looked after once a second. */
  private void round() {
    barred = scheduler.conduct().barred();
    accounts = scheduler.accounts(namedFrom);
    scheduler.retry();
    scheduler.keep(parts.usage());
    for (NodeSlots silent :
        scheduler.conduct().nodes().silentFor(SILENCE_NANOS, parts.nanoTime().getAsLong())) {
      log.warn("node {} is silent; its tasks are queued again", silent.offer().name());
      scheduler.nodeLost(silent.memberId(), "node " + silent.offer().name() + " stopped reporting");
    }
    for (String mute : rollCall.turnedMute()) {
      log.warn("member {} does not answer; its tasks are queued again", mute);
      scheduler.nodeLost(mute, "its node does not answer");
    }
    rollCall.mute().forEach(this::askWhatHeld);
    scheduler.conduct().nodes().members().forEach(this::askWhatHeld);
  }

  private void askWhatHeld(String member) {
    if (!rollCall.asks(member)) {
      return;
    }
    long asked = parts.nanoTime().getAsLong();
    var _ =
        dispatcher
            .holding(member)
            .thenAccept(holding -> add(() -> holds(member, holding.held(), asked)))
            .exceptionally(
                gone -> {
                  log.debug("member {} did not say what it holds; it is asked again", member);
                  return null;
                });
  }

  private void holds(String member, List<Held> held, long asked) {
    rollCall.answered(member);
    scheduler.reconcile(member, new HashSet<>(held), asked, GRACE_NANOS);
  }
}
