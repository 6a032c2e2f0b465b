package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskState;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.Explanation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting tasks to free nodes.
 *
 * <p>All of its state is derived from rows and reports, and is touched by one thread only. News
 * comes in by {@link #task} and {@link #node}; {@link #tick} decides, and costs what there is to
 * place, not what waits.
 */
final class Scheduler {
  private final TaskBoard board;
  private final Dispatcher dispatcher;

  /** What it knows; others may look. */
  final Desk desk;

  private final Nodes nodes;
  private final Choice choice;
  private final WaitingTasks waiting;
  private final Gangs gangs;
  private final Bookings bookings;
  private final Map<TaskId, ArrayLeases> arrays;
  private final QueueLimits limits;
  private final Dependencies dependencies;
  private final Conduct conduct;
  private final Disagreements disagreements = new Disagreements();
  private final Announcements owed;
  private final RowBookings rows;
  private final Yields yields;
  private final Closures closures;
  private final Assignments assignments;
  private final ReplicaRuns replicas;
  private boolean live;
  private final Unsure unsure;

  Scheduler(
      SchedulingPolicy policy,
      TaskBoard board,
      Dispatcher dispatcher,
      InstantSource clock,
      LongSupplier nanoTime) {
    this(policy, CheckRate.NONE, board, dispatcher, clock, nanoTime);
  }

  Scheduler(
      SchedulingPolicy policy,
      CheckRate checks,
      TaskBoard board,
      Dispatcher dispatcher,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.board = board;
    this.dispatcher = dispatcher;
    this.desk = Desk.of(policy, checks, board, clock, nanoTime);
    this.gangs = desk.gangs();
    this.nodes = desk.nodes();
    this.waiting = desk.waiting();
    this.bookings = desk.bookings();
    this.arrays = desk.arrays();
    this.limits = desk.limits();
    this.unsure = new Unsure(board);
    this.dependencies = new Dependencies(board, id -> waiting.has(id) || bookings.has(id));
    this.owed = new Announcements(board);
    this.conduct = new Conduct(nodes, nanoTime);
    this.rows = new RowBookings(nodes, bookings, owed, nanoTime);
    this.yields = new Yields(owed, nanoTime);
    this.replicas = new ReplicaRuns(desk, rows);
    this.closures = new Closures(desk, yields);
    this.assignments = new Assignments(board, dispatcher, desk, yields);
    this.choice = new Choice(desk, new Preemption(desk, yields));
  }

  /** Takes up what accounts had used under the scheduler before. */
  void recall(UsageLedger usage) {
    desk.recall(usage);
  }

  /** Keeps what accounts have used, now and then. */
  void keep(UsageLedger usage) {
    desk.keep(usage);
  }

  /** Says why a task waits. */
  Explanation why(TaskId id) {
    return new Reasons(desk).why(id);
  }

  int waiting() {
    return waiting.size();
  }

  /** How many tasks wait of each account that has at least so many; none if that is 0. */
  Map<String, Long> accounts(long many) {
    return waiting.accounts(many);
  }

  int underWay() {
    return bookings.size();
  }

  long placements() {
    return assignments.made();
  }

  // News of nodes.

  void node(NodeReport report) {
    conduct.heard(report);
  }

  Conduct conduct() {
    return conduct;
  }

  /** A node has left, or has been silent for too long: what it held is queued again. */
  void nodeLost(String memberId, String why) {
    conduct.left(memberId);
    disagreements.forget(memberId);
    bookings.on(memberId).forEach(booking -> lose(booking, why));
  }

  private void lose(Booking booking, String why) {
    owed.add(new Change(booking.held().task(), Dispatcher.lost(booking.held(), why)));
    bookings.release(booking);
  }

  /** A node did not take orders. */
  void rejected(Dispatcher.Rejection rejection) {
    conduct.refused(rejection);
    owed.addAll(rejection.changes());
  }

  /** Nodes are to be free of work at these times, and at no others. */
  void maintain(List<Maintenance.Window> windows) {
    closures.set(windows);
  }

  /**
   * Compares what a node says that it holds with what it was given.
   *
   * @param asked when it was asked; it need not know yet of what it was given shortly before
   */
  void reconcile(String memberId, Set<Held> held, long asked, long graceNanos) {
    if (nodes.get(memberId) == null) {
      return;
    }
    Disagreements.Found found =
        disagreements.compare(memberId, bookings.on(memberId), held, asked - graceNanos);
    for (Booking booking : found.forgotten()) {
      lose(booking, "node " + booking.node().offer().name() + " does not know of it");
    }
    if (!found.strange().isEmpty()) {
      strange(memberId, found.strange());
    }
  }

  /** A node holds what a former scheduler has given to it, as the rows say. */
  void takeUp(List<Held> held) {
    Set<TaskId> tasks = held.stream().map(Held::task).collect(Collectors.toSet());
    board.getAll(tasks).values().forEach(this::goBy);
  }

  /** A node holds what this scheduler has not given to it: another one has, or nobody. */
  private void strange(String memberId, List<Held> strange) {
    takeUp(strange);
    List<Held> nobodys = strange.stream().filter(h -> !bookings.isOn(memberId, h)).toList();
    if (!nobodys.isEmpty()) {
      dispatcher.stop(memberId, nobodys);
    }
  }

  // News of tasks.

  /** All rows were read: what is heard of from now on happens now. */
  void begun() {
    live = true;
  }

  /** A task ended, and what it was cannot be read any more or need not be. */
  void ended(TaskId id, TaskStatus status) {
    forget(id);
    bookings.of(id).forEach(booking -> conduct.ended(desk, booking, status));
    Gang.Key gang = gangs.of(id);
    owed.addAll(gangs.ended(id, status));
    waiting.changed(gang);
    dependencies.ended(id, status);
  }

  /**
   * A task's row cannot be read: it does not wait any more, and those that wait for it go on to.
   */
  void forget(TaskId id) {
    desk.leave(id);
    limits.remove(id);
    unsure.remove(id);
  }

  /** Whether more is known of a task than this version of it. */
  boolean isStale(TaskId id, long version) {
    ArrayLeases array = arrays.get(id);
    return bookings.isStale(id, version) || (array != null && version < array.task().version());
  }

  /** Whether a node is known to hold something of a task. */
  boolean isUnderWay(TaskId id) {
    return bookings.has(id);
  }

  /** Something went wrong with a task: its row says where it stands, when it can be read. */
  void unsure(TaskId id) {
    desk.leave(id);
    unsure.add(id);
  }

  /** Tries again what could not be done, once a round. */
  void retry() {
    owed.retry();
    closures.apply();
    owed.addAll(replicas.waived());
    choice.lookAgain();
    yields.overdue(bookings).forEach(booking -> lose(booking, Yields.LATE));
    unsure.retry(
        (id, row) -> row.ifPresentOrElse(this::task, () -> ended(id, TaskStatus.CANCELLED)),
        this::forget);
    carryOut(new Doubles(desk).next(desk.clock().instant()));
  }

  /** A task that has not ended, as its row says. */
  void task(Task task) {
    if (!task.status().isTerminal()) {
      Change disband = gangs.met(task);
      if (disband != null) {
        owed.add(disband);
      }
    }
    switch (task.state()) {
      case TaskState.Waiting state -> {
        limits.add(task, desk, live);
        dependencies.add(task, state.on());
      }
      case TaskState.Queued state -> queued(task, state);
      case TaskState.Spread state -> spread(task);
      case TaskState.Replicated state -> replicas.row(task, state);
      case TaskState.Paused state -> paused(task, state.attempt());
      case TaskState.Assigned state -> restore(task, state.attempt());
      case TaskState.Running state -> {
        restore(task, state.attempt());
        yields.row(task);
      }
      case TaskState.Succeeded _, TaskState.Failed _, TaskState.Cancelled _, TaskState.Expired _ ->
          ended(task.id(), task.status());
    }
  }

  private void queued(Task task, TaskState.Queued state) {
    limits.add(task, desk, live);
    bookings.of(task.id()).forEach(booking -> conduct.cameBack(desk, yields, booking, task));
    Shape shape = Shape.of(task.owner(), task.spec());
    long wait = task.backsOff() ? desk.wait(state.notBefore(), task.backoff()) : 0;
    if (task.array() != null && !task.array().complete()) {
      ArrayLeases array = new ArrayLeases(task, shape);
      arrays.put(task.id(), array);
      wait = Math.max(wait, array.wait(desk.clock().instant()));
    } else {
      arrays.remove(task.id());
    }
    desk.locality().add(task.id(), task.spec());
    if (task.spec().replication() != null) {
      desk.checks().asks(task.id(), task.spec().replication());
    }
    enqueue(task, shape, wait);
  }

  private void enqueue(Task task, Shape shape, long wait) {
    gather(desk.enqueue(task, shape, wait));
  }

  /** Has those of a gang come back that run while others of it wait. */
  private void gather(Gang.@Nullable Key gang) {
    if (gang != null && waiting.has(gang) && gangs.isTorn(gang)) {
      gangs.tore(gang, desk.nanoTime().getAsLong());
      String why = "others of its gang " + gang.name() + " wait";
      bookings.of(gang).forEach(booking -> yields.ask(booking, why));
    }
  }

  private void spread(Task task) {
    ArrayLeases array = arrays.get(task.id());
    Set<Long> fruitless = Set.of();
    if (array == null) {
      array = new ArrayLeases(task, Shape.of(task.owner(), task.spec()));
      arrays.put(task.id(), array);
    } else {
      fruitless = array.update(task, desk.nanoTime().getAsLong());
    }
    rows.leases(array, fruitless);
    long wait = array.wait(desk.clock().instant());
    if (wait >= 0) {
      enqueue(task, array.shape(), wait);
    } else {
      waiting.remove(task.id());
    }
  }

  private void restore(Task task, Attempt attempt) {
    waiting.remove(task.id());
    rows.attempt(task, attempt);
    gather(Gang.Key.of(task));
  }

  private void paused(Task task, @Nullable Attempt attempt) {
    if (attempt != null) {
      restore(task, attempt);
      yields.row(task);
      return;
    }
    desk.leave(task.id());
    bookings.of(task.id()).forEach(bookings::release);
  }

  // Decisions.

  /**
   * Places what can be placed.
   *
   * @return when the next task's time comes, in nanoseconds; null if none waits for its time
   */
  @Nullable Long tick() {
    Instant now = desk.clock().instant();
    Gangs.Found found = gangs.read();
    long at = desk.nanoTime().getAsLong();
    owed.addAll(limits.expired(at, gangs));
    owed.addAll(dependencies.settle());
    owed.addAll(found.told());
    found.gangs().forEach(waiting::changed);
    found.gangs().forEach(this::gather);
    owed.tellAll(this::goBy);
    Long next = waiting.wake(at);
    for (var some = choice.next(now); !some.isEmpty(); some = choice.next(now)) {
      carryOut(some);
      owed.tellAll(this::goBy);
    }
    owed.tellAll(this::goBy);
    return next;
  }

  private void carryOut(List<Decision> decisions) {
    Assignments.Answers answers = assignments.make(decisions);
    answers.unsure().forEach(this::unsure);
    answers.gone().forEach(id -> ended(id, TaskStatus.CANCELLED));
    answers.read().forEach(this::goBy);
    answers.replicated().forEach(this::task); // they may want another run
  }

  /** Goes by a row that was just read, ahead of the news of it. */
  void goBy(Task task) {
    if (!isStale(task.id(), task.version())) {
      task(task);
    }
  }
}
