package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Effect.Held;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** Takes an answer: what a node holds, with those bookings of it that it should know of. */
  Found compare(String memberId, Collection<Booking> due, Set<Held> held, Set<Held> booked) {
    Set<Held> now = new HashSet<>();
    List<Booking> forgotten = new ArrayList<>();
    List<Held> strange = new ArrayList<>();
    Set<Held> last = before.getOrDefault(memberId, Set.of());
    for (Booking booking : due) {
      if (!held.contains(booking.held())) {
        now.add(booking.held());
        if (last.contains(booking.held())) {
          forgotten.add(booking);
        }
      }
    }
    for (Held one : held) {
      if (!booked.contains(one)) {
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
