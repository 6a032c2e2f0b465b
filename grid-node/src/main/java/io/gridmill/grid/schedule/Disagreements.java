package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Effect.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where nodes and the scheduler do not agree on who holds what. News of a start or an end may be on
 * its way while a node answers, so only what two answers in a row say counts.
 */
final class Disagreements {
  private final Map<String, Set<Held>> before = new HashMap<>();

  /**
   * What a node has told twice.
   *
   * @param forgotten what it was given and does not hold
   * @param strange what it holds and was not given
   */
  record Found(List<Booking> forgotten, List<Held> strange) {}

  /**
   * Takes an answer: what a node holds.
   *
   * @param booked what it was given
   * @param due it should know of what it was given before this; nanoseconds of no particular origin
   */
  Found compare(String memberId, List<Booking> booked, Set<Held> held, long due) {
    Set<Held> given = booked.stream().map(Booking::held).collect(Collectors.toSet());
    Set<Held> now = new HashSet<>();
    List<Booking> forgotten = new ArrayList<>();
    List<Held> strange = new ArrayList<>();
    Set<Held> last = before.getOrDefault(memberId, Set.of());
    for (Booking booking : booked) {
      if (due - booking.since() > 0 && !held.contains(booking.held())) {
        now.add(booking.held());
        if (last.contains(booking.held())) {
          forgotten.add(booking);
        }
      }
    }
    for (Held one : held) {
      if (!given.contains(one)) {
        now.add(one);
        if (last.contains(one)) {
          strange.add(one);
        }
      }
    }
    before.put(memberId, now);
    return new Found(forgotten, strange);
  }

  void forget(String memberId) {
    before.remove(memberId);
  }
}
