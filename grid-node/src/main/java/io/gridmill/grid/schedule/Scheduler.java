package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.schedule.WaitingTasks.Entry;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives waiting tasks to free nodes.
 *
 * <p>All of its state is derived from rows and reports, and is touched by one thread only. News
 * comes in by {@link #task} and {@link #node}; {@link #tick} decides, and costs what there is to
 * place, not what waits.
 */
final class Scheduler {
  private static final int MOST_A_TICK = 512;

  private final TaskBoard board;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Nodes nodes = new Nodes();
  private final WaitingTasks waiting = new WaitingTasks();
  private final Map<TaskId, ArrayLeases> arrays = new HashMap<>();
  private final Bookings bookings = new Bookings();
  private final Dependencies dependencies;
  private final QueueLimits limits = new QueueLimits();
  private long placements;

  Scheduler(TaskBoard board, Dispatcher dispatcher, InstantSource clock, LongSupplier nanoTime) {
    this.board = board;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.dependencies = new Dependencies(board);
  }

  int waiting() {
    return waiting.size();
  }

  int underWay() {
    return bookings.size();
  }

  long placements() {
    return placements;
  }

  // News of nodes.

  void node(NodeReport report) {
    nodes.heard(report, nanoTime.getAsLong());
  }

  /** A node has left, or has been silent for too long: what it held is queued again. */
  void nodeLost(String memberId, String why) {
    nodes.remove(memberId);
    List<Change> losses = new ArrayList<>();
    for (Booking booking : bookings.on(memberId)) {
      losses.add(new Change(booking.held().task(), Dispatcher.lost(booking.held(), why)));
      bookings.release(booking);
    }
    if (!losses.isEmpty()) {
      board.applyAll(losses);
    }
  }

  List<NodeSlots> silentFor(long nanos) {
    return nodes.silentFor(nanos, nanoTime.getAsLong());
  }

  List<String> members() {
    return nodes.all().stream().map(NodeSlots::memberId).toList();
  }

  /** Compares what a node says that it holds with what it was given some time ago. */
  void reconcile(String memberId, Set<Held> held, long graceNanos) {
    List<Change> lost = new ArrayList<>();
    for (Booking booking : bookings.on(memberId)) {
      if (!held.contains(booking.held()) && nanoTime.getAsLong() - booking.since() > graceNanos) {
        String why = "node " + booking.node().offer().name() + " does not know of it";
        lost.add(new Change(booking.held().task(), Dispatcher.lost(booking.held(), why)));
        bookings.release(booking);
      }
    }
    if (!lost.isEmpty()) {
      board.applyAll(lost);
    }
    List<Held> strangers = held.stream().filter(h -> bookings.find(h).isEmpty()).toList();
    if (!strangers.isEmpty()) {
      dispatcher.stop(memberId, strangers);
    }
  }

  // News of tasks.

  /** A task ended, and what it was cannot be read any more or need not be. */
  void ended(TaskId id, TaskStatus status) {
    waiting.remove(id);
    arrays.remove(id);
    limits.remove(id);
    for (Booking booking : bookings.of(id)) {
      bookings.release(booking);
      if (status == TaskStatus.SUCCEEDED) {
        booking.node().completed(booking.shape(), nanoTime.getAsLong() - booking.since());
      } else {
        booking.node().failed(booking.shape());
      }
    }
    dependencies.ended(id, status);
  }

  boolean isStale(TaskId id, long version) {
    return bookings.isStale(id, version);
  }

  boolean knowsItemsOf(TaskId id) {
    return arrays.containsKey(id);
  }

  /** A task that has not ended, as its row says. */
  void task(Task task) {
    switch (task.state()) {
      case TaskState.Waiting state -> {
        limits.add(task);
        dependencies.add(task.id(), state.on());
      }
      case TaskState.Queued state -> queued(task, state);
      case TaskState.Spread state -> spread(task);
      case TaskState.Paused state -> paused(task, state.attempt());
      case TaskState.Assigned state -> restore(task, state.attempt());
      case TaskState.Running state -> restore(task, state.attempt());
      case TaskState.Succeeded state -> ended(task.id(), task.status());
      case TaskState.Failed state -> ended(task.id(), task.status());
      case TaskState.Cancelled state -> ended(task.id(), task.status());
      case TaskState.Expired state -> ended(task.id(), task.status());
    }
  }

  private void queued(Task task, TaskState.Queued state) {
    limits.add(task);
    for (Booking booking : bookings.of(task.id())) {
      bookings.release(booking);
      booking.node().failed(booking.shape());
    }
    Shape shape = Shape.of(task.owner(), task.spec());
    if (task.array() != null && !task.array().complete()) {
      arrays.put(task.id(), new ArrayLeases(task, shape));
    } else {
      arrays.remove(task.id());
    }
    waiting.add(entry(task), shape, state.notBefore(), clock.instant());
  }

  private static Entry entry(Task task) {
    return new Entry(
        task.id(), task.spec().priority(), task.submittedAt().toEpochMilli(), task.attempts());
  }

  private void spread(Task task) {
    Shape shape = Shape.of(task.owner(), task.spec());
    ArrayLeases array = arrays.get(task.id());
    if (array == null) {
      array = new ArrayLeases(task, shape);
      arrays.put(task.id(), array);
      restoreLeases(task, shape);
    } else {
      update(array, task);
    }
    if (array.hasOpen()) {
      waiting.add(entry(task), shape, Instant.MIN, clock.instant());
    } else {
      waiting.remove(task.id());
    }
  }

  /** Takes a newer row of an array; leases that it does not name any more let their slots go. */
  private void update(ArrayLeases array, Task task) {
    Set<Long> gone = array.update(task, nanoTime.getAsLong());
    for (Booking booking : bookings.of(task.id())) {
      if (gone.contains(booking.held().lease())) {
        bookings.release(booking);
      }
    }
  }

  private void paused(Task task, @Nullable Attempt attempt) {
    waiting.remove(task.id());
    if (attempt != null) {
      restore(task, attempt);
      return;
    }
    arrays.remove(task.id());
    bookings.of(task.id()).forEach(bookings::release);
  }

  /** Books what a former scheduler gave to a node. */
  private void restore(Task task, Attempt attempt) {
    Held held = new Held(task.id(), attempt.number(), null);
    if (bookings.find(held).isPresent()) {
      return;
    }
    waiting.remove(task.id());
    book(task, held, attempt.memberId(), Shape.of(task.owner(), task.spec()));
  }

  private void restoreLeases(Task task, Shape shape) {
    bookings.of(task.id()).forEach(bookings::release);
    if (task.array() != null) {
      for (Lease lease : task.array().leases()) {
        Held held = new Held(task.id(), task.attempts(), lease.id());
        book(task, held, lease.memberId(), shape);
      }
    }
  }

  private void book(Task task, Held held, String memberId, Shape shape) {
    NodeSlots node = nodes.get(memberId);
    if (node == null) {
      board.tell(task.id(), Dispatcher.lost(held, "its node has left"));
      return;
    }
    node.restore(shape);
    bookings.add(new Booking(held, node, shape, task.version(), nanoTime.getAsLong()));
  }

  // Decisions.

  /**
   * Places what can be placed.
   *
   * @return when the next task's time comes; null if none waits for its time
   */
  @Nullable Instant tick() {
    Instant now = clock.instant();
    limits.expire(now, board);
    dependencies.settle();
    Instant next = waiting.wake(now);
    List<Decision> decisions = decide(now);
    while (!decisions.isEmpty()) {
      carryOut(decisions);
      decisions = decide(now);
    }
    return next;
  }

  private List<Decision> decide(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    boolean blocked = false;
    for (Shape shape : waiting.shapes()) {
      Entry entry = waiting.first(shape);
      while (entry != null && decisions.size() < MOST_A_TICK) {
        ArrayLeases array = arrays.get(entry.id());
        NodeSlots node = Placement.withSlot(shape, nodes.all()).orElse(null);
        if (node == null && array == null && !blocked) {
          node = Placement.withBacklog(shape, nodes.all()).orElse(null);
        }
        if (node == null) {
          blocked = blocked || Placement.possible(shape, nodes.all());
          break;
        }
        decisions.add(array == null ? assign(entry, shape, node) : lease(array, node, now));
        entry = waiting.first(shape);
      }
    }
    return decisions;
  }

  private Decision assign(Entry entry, Shape shape, NodeSlots node) {
    int attempt = entry.attempts() + 1;
    waiting.remove(entry.id());
    node.take(shape);
    Held held = new Held(entry.id(), attempt, null);
    var event = new TaskEvent.Assign(attempt, node.offer().name(), node.memberId());
    return new Decision(
        new Booking(held, node, shape, 0, nanoTime.getAsLong()),
        new Change(entry.id(), event),
        null);
  }

  private Decision lease(ArrayLeases array, NodeSlots node, Instant now) {
    Task task = array.task();
    node.take(array.shape());
    Lease lease = array.next(node, nodes.slots(array.shape()), now, nanoTime.getAsLong());
    if (!array.hasOpen()) {
      waiting.remove(task.id());
    }
    Held held = new Held(task.id(), task.attempts(), lease.id());
    return new Decision(
        new Booking(held, node, array.shape(), 0, nanoTime.getAsLong()),
        new Change(task.id(), new TaskEvent.LeaseRanges(List.of(lease))),
        lease);
  }

  private void carryOut(List<Decision> decisions) {
    List<Applied> answers = board.applyAll(decisions.stream().map(Decision::change).toList());
    Map<String, List<Order>> orders = new HashMap<>();
    for (int i = 0; i < decisions.size(); i++) {
      Decision decision = decisions.get(i);
      Booking booking = decision.booking();
      Applied applied = answers.get(i);
      Task task = applied.task();
      if (!applied.accepted() || task == null) {
        booking.node().release(booking.shape());
        refused(booking.held(), task);
        continue;
      }
      placements++;
      bookings.add(
          new Booking(
              booking.held(), booking.node(), booking.shape(), task.version(), booking.since()));
      orders
          .computeIfAbsent(booking.node().memberId(), m -> new ArrayList<>())
          .add(decision.order(task));
      ArrayLeases array = arrays.get(task.id());
      if (decision.lease() != null && array != null) {
        update(array, task);
      }
    }
    dispatcher.send(orders);
  }

  /** The row was not what the scheduler knew: it goes by the row. */
  private void refused(Held held, @Nullable Task task) {
    if (task == null) {
      ended(held.task(), TaskStatus.CANCELLED);
    } else if (!isStale(task.id(), task.version())) {
      arrays.remove(task.id());
      task(task);
    }
  }
}
