package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Attempt;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What nodes were asked to hand back, so that other work gets its place. What is not back after
 * {@link #GRACE_NANOS} counts as lost.
 */
final class Yields {
  /** How long a node has for a checkpoint and the end of a job. */
  static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Why those are lost that were not handed back. */
  static final String LATE = "it was not handed back in time";

  private final Announcements owed;
  private final LongSupplier nanoTime;

  /** When what was asked for, the earliest first. */
  private final Map<Held, Long> asked = new LinkedHashMap<>();

  Yields(Announcements owed, LongSupplier nanoTime) {
    this.owed = owed;
    this.nanoTime = nanoTime;
  }

  /** Asks for an attempt or a lease back. It stays booked until it is back. */
  void ask(Booking booking, String why) {
    Held held = booking.held();
    if (asked.putIfAbsent(held, nanoTime.getAsLong()) == null) {
      owed.add(
          new Change(
              held.task(),
              held.lease() == null
                  ? new TaskEvent.Preempt(held.attempt(), why)
                  : new TaskEvent.Recall(held.lease(), why)));
    }
  }

  /** Whether it was asked for. */
  boolean isAsked(Held held) {
    return asked.containsKey(held);
  }

  /** Takes note of what a former scheduler, or the task's owner, has asked for. */
  void row(Task task) {
    Attempt attempt =
        switch (task.state()) {
          case TaskState.Running running -> running.attempt();
          case TaskState.Paused paused -> paused.attempt();
          default -> null;
        };
    if (attempt != null && attempt.yields()) {
      asked.putIfAbsent(new Held(task.id(), attempt.number(), null), nanoTime.getAsLong());
    }
  }

  /** What is still booked that should be back; it is told once. */
  List<Booking> overdue(Bookings bookings) {
    List<Booking> late = new ArrayList<>();
    long now = nanoTime.getAsLong();
    var oldest = asked.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Held, Long> next = oldest.next();
      Optional<Booking> booking = bookings.find(next.getKey());
      if (booking.isPresent() && now - next.getValue() < GRACE_NANOS) {
        break;
      }
      booking.ifPresent(late::add);
      oldest.remove();
    }
    return late;
  }
}
