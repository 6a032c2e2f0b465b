package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Brings bookings in line with what rows say that nodes hold. */
final class RowBookings {
  private final Nodes nodes;
  private final Bookings bookings;
  private final Announcements owed;
  private final LongSupplier nanoTime;

  RowBookings(Nodes nodes, Bookings bookings, Announcements owed, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.bookings = bookings;
    this.owed = owed;
    this.nanoTime = nanoTime;
  }

  /** Books an attempt that a former scheduler gave to a node. */
  void attempt(Task task, Attempt attempt) {
    Held held = new Held(task.id(), attempt.number(), null);
    if (bookings.find(held).isPresent()) {
      return;
    }
    bookings.of(task.id()).forEach(bookings::release);
    book(task, held, attempt.memberId(), Shape.of(task.owner(), task.spec()));
  }

  /** Books the leases that an array's row names, and those only. */
  void leases(ArrayLeases array, Set<Long> fruitless) {
    Task task = array.task();
    Set<Held> held = new HashSet<>();
    List<Lease> leases = task.array() == null ? List.of() : task.array().leases();
    for (Lease lease : leases) {
      held.add(new Held(task.id(), task.attempts(), lease.id()));
    }
    for (Booking booking : bookings.of(task.id())) {
      if (!held.contains(booking.held())) {
        bookings.release(booking);
        if (fruitless.contains(booking.held().lease())) {
          booking.node().troubled(booking.shape());
        } else {
          booking.node().worked(booking.shape());
        }
      }
    }
    for (Lease lease : leases) {
      Held one = new Held(task.id(), task.attempts(), lease.id());
      if (bookings.find(one).isEmpty()) {
        book(task, one, lease.memberId(), array.shape());
      }
    }
  }

  /** Books the runs that a replicated task's row names, and those only. */
  void runs(Task task, TaskState.Replicated state, Shape shape) {
    Set<Held> held = new HashSet<>();
    state.open().forEach(run -> held.add(new Held(task.id(), run.attempt().number(), null)));
    for (Booking booking : bookings.of(task.id())) {
      if (!held.contains(booking.held())) {
        bookings.release(booking);
        boolean voted =
            state.votes().stream().anyMatch(v -> v.attempt().number() == booking.held().attempt());
        if (voted) {
          booking.node().worked(booking.shape());
        } else if (!state.held()) {
          booking.node().failed(booking.shape());
          booking.node().troubled(booking.shape());
        }
      }
    }
    for (TaskState.Run run : state.open()) {
      Held one = new Held(task.id(), run.attempt().number(), null);
      if (bookings.find(one).isEmpty()) {
        book(task, one, run.attempt().memberId(), shape);
      }
    }
  }

  private void book(Task task, Held held, String memberId, Shape shape) {
    NodeSlots node = nodes.get(memberId);
    if (node == null) {
      owed.add(new Change(task.id(), Dispatcher.lost(held, "its node has left")));
      return;
    }
    node.restore(shape);
    bookings.add(
        new Booking(
            held,
            node,
            shape,
            Entry.Terms.of(task.spec()),
            task.version(),
            nanoTime.getAsLong(),
            nodes.dominantShare(shape.demand())));
  }
}
