package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.schedule.Reservations.Part;
import io.gridmill.grid.schedule.Reservations.Reservation;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What must hold of the room that a scheduler keeps: it is for somebody who waits, there is no more
 * of it than nodes have, and it does not come later than was promised once.
 */
public final class KeptRoom {
  /** How late nodes and the news of them may be, with all that was late before them. */
  private static final long SLACK_NANOS = Duration.ofSeconds(60).toNanos();

  /** Room that is expected so soon is awaited of one that takes longer than it said. */
  private static final long OVERDUE_NANOS = Duration.ofSeconds(2).toNanos();

  /** After how many steps what is kept for nobody is too old. */
  private static final int STEPS = 3;

  private final Desk desk;
  private final Map<DemandQueue, Promise> promises = new HashMap<>();
  private final Map<Reservation, Integer> forNobody = new HashMap<>();

  /**
   * The earliest time that was promised to a task since it found no room.
   *
   * @param made when it was first promised anything
   */
  private record Promise(TaskId task, long closedSince, long made, long at) {}

  KeptRoom(Desk desk) {
    this.desk = desk;
  }

  /** What a scheduler keeps. */
  public static KeptRoom of(SchedulerTerm term) {
    return new KeptRoom(term.scheduler.desk);
  }

  /**
   * Looks at all that is kept, after a step.
   *
   * @param calm whether nothing has gone wrong for long, so that promises are to be kept
   */
  public void check(boolean calm, Consumer<String> violated) {
    long now = desk.nanoTime().getAsLong();
    var all = desk.reservations().all();
    promises.keySet().removeIf(queue -> desk.reservations().of(queue) == null);
    forNobody.keySet().removeIf(one -> !all.contains(one));
    for (NodeSlots node : desk.nodes().all()) {
      Part part = node.reserved();
      if (part != null && !all.contains(part.of())) {
        violated.accept(node.offer().name() + " is kept for nobody");
      }
    }
    for (Reservation one : all) {
      if (one.queue().lines().isEmpty()) {
        if (forNobody.merge(one, 1, Integer::sum) >= STEPS) {
          violated.accept("room is kept though nobody waits: " + one.queue().demand().resources());
        }
      } else {
        room(one, violated);
        promise(one, now, calm, violated);
      }
    }
  }

  /** What is kept is there: what nodes have, less what they are to have left, is enough. */
  @SuppressWarnings("ReferenceEquality") // another part that is equal is of another reservation
  private static void room(Reservation one, Consumer<String> violated) {
    Gang gang = one.queue().gang();
    List<ResourceRequest> needs =
        gang == null
            ? List.of(one.queue().demand().resources())
            : gang.members().stream().map(m -> m.shape().resources()).toList();
    long cores = 0;
    long memory = 0;
    for (Part part : one.parts()) {
      if (part.node().reserved() != part) {
        violated.accept("room on " + part.node().offer().name() + " is kept for two");
      }
      cores += part.node().offer().cores() - part.spare().cores();
      memory += part.node().offer().memory().bytes() - part.spare().memory();
    }
    for (ResourceRequest need : needs) {
      cores -= need.cores();
      memory -= need.memory().bytes();
    }
    if (cores < 0 || memory < 0) {
      violated.accept("more is kept than nodes have: " + one.queue().demand().resources());
    }
  }

  private void promise(Reservation one, long now, boolean calm, Consumer<String> violated) {
    DemandQueue queue = one.queue();
    Entry first = queue.first().first();
    long since = now - queue.closedFor(now);
    Promise known = promises.get(queue);
    if (!calm
        || known == null
        || !known.task().equals(first.id())
        || known.closedSince() != since
        || one.at() - now <= OVERDUE_NANOS
        || overtakes(first, known.made())) {
      promises.put(queue, new Promise(first.id(), since, now, one.at()));
    } else if (one.at() < known.at()) {
      promises.put(queue, new Promise(first.id(), since, known.made(), one.at()));
    } else if (one.at() - known.at() > SLACK_NANOS) {
      Duration late = Duration.ofNanos(one.at() - known.at());
      violated.accept(
          "task " + first.id() + " is put off by " + late + " though room was promised");
    }
  }

  /** Whether somebody of a higher priority was placed since, who may take what is kept. */
  private boolean overtakes(Entry first, long since) {
    for (NodeSlots node : desk.nodes().all()) {
      for (Booking booking : desk.bookings().seenOn(node)) {
        if (booking.since() >= since && booking.terms().priority() > first.priority()) {
          return true;
        }
      }
    }
    return false;
  }
}
