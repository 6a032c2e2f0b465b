package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in words why a task waits, and about how long. */
final class Reasons {
  private static final int MOST_COUNTED = 100_000;

  private final Desk desk;

  Reasons(Desk desk) {
    this.desk = desk;
  }

  Explanation why(TaskId id) {
    List<String> reasons = new ArrayList<>();
    for (Booking booking : desk.bookings().of(id)) {
      reasons.add("node " + booking.node().offer().name() + " has it");
    }
    Long until = desk.waiting().asideUntil(id);
    if (until != null) {
      long wait = until - desk.nanoTime().getAsLong();
      Instant aside = desk.clock().instant().plusNanos(wait);
      reasons.add("it failed before and is not tried again before " + aside);
      return new Explanation(reasons, aside);
    }
    Gang gang = desk.waiting().gatheringOf(id);
    if (gang != null) {
      reasons.add(
          "its gang %s starts when %d of its tasks are queued; %d are"
              .formatted(
                  gang.key().name(), desk.gangs().needed(gang.key()), gang.members().size()));
      return new Explanation(reasons, null);
    }
    Line line = desk.waiting().lineOf(id);
    if (line == null) {
      if (reasons.isEmpty()) {
        reasons.add("it does not wait for a node");
      }
      return new Explanation(reasons, null);
    }
    Instant expected = waits(line, id, reasons);
    return new Explanation(reasons, expected);
  }

  private @Nullable Instant waits(Line line, TaskId id, List<String> reasons) {
    Demand demand = line.shape().demand();
    List<NodeSlots> suiting = desk.nodes().candidates(demand).suiting();
    if (suiting.isEmpty()) {
      reasons.add(unsuited(demand));
      return null;
    }
    if (desk.order().isCapped(line)) {
      reasons.add(
          "account %s has as much of the grid as it may have at a time (%d tasks)"
              .formatted(line.shape().owner(), line.account().tasks()));
      return null;
    }
    long ahead = ahead(line, id);
    if (ahead > 0) {
      reasons.add(
          "%d tasks that ask for the same of a node are before it; the account has had %s"
              .formatted(ahead, share(line.account())));
    }
    ResourceRequest need = demand.resources();
    long closed = suiting.stream().filter(n -> n.closesAt() != Long.MAX_VALUE).count();
    if (closed > 0) {
      reasons.add(
          "%d of the %d nodes that suit it are drained, or soon to be maintained"
              .formatted(closed, suiting.size()));
      if (closed == suiting.size()) {
        return null;
      }
    }
    long free =
        suiting.stream().filter(n -> n.closesAt() == Long.MAX_VALUE && n.hasFree(need)).count();
    reasons.add(
        free == 0
            ? "all of the %d nodes that suit it are busy".formatted(suiting.size())
            : "%d of the %d nodes that suit it have room, which is kept for tasks before it"
                .formatted(free, suiting.size()));
    return expected(line, ahead, reasons);
  }

  private @Nullable Instant expected(Line line, long ahead, List<String> reasons) {
    long now = desk.nanoTime().getAsLong();
    Reservations.Reservation kept = desk.reservations().of(line.queue());
    Reservations.Soonest soonest = desk.reservations().soonest(line.queue(), now);
    if (kept != null) {
      String node = kept.parts().getFirst().node().offer().name();
      reasons.add("room is kept for the first of them on node " + node);
    } else if (soonest != null) {
      reasons.add("the first to have room will probably be node " + soonest.node().offer().name());
    }
    long at = kept != null ? kept.at() : soonest == null ? Long.MIN_VALUE : soonest.at();
    if (at == Long.MIN_VALUE) {
      return null;
    }
    int slots = desk.nodes().candidates(line.shape().demand()).slots();
    long rounds = ahead / slots;
    long more = rounds * line.first().terms().expectedNanos();
    return desk.clock().instant().plus(Duration.ofNanos(Math.max(0, at - now) + more));
  }

  private static String share(Shares.Party account) {
    return account.running() == 0
        ? "nothing running"
        : "%.1f %% of the grid now".formatted(100 * account.running());
  }

  /** How many tasks of its demand come before it. */
  private static long ahead(Line line, TaskId id) {
    long ahead = 0;
    for (Line other : line.queue().lines()) {
      for (Entry entry : other.entries()) {
        if (entry.id().equals(id) || ahead >= MOST_COUNTED) {
          return ahead;
        }
        ahead++;
      }
    }
    return ahead;
  }

  private String unsuited(Demand demand) {
    Collection<NodeSlots> all = desk.nodes().all();
    if (all.isEmpty()) {
      return "no node offers anything now";
    }
    Map<String, Integer> lacks = new LinkedHashMap<>();
    for (NodeSlots node : all) {
      lacks.merge(lack(demand, node.offer()), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder("none of the " + all.size() + " nodes suits it: ");
    lacks.forEach((lack, count) -> text.append(count).append(' ').append(lack).append("; "));
    text.setLength(text.length() - 2);
    return text.toString();
  }

  private static String lack(Demand demand, Offer offer) {
    ResourceRequest need = demand.resources();
    if (need.cores() > offer.cores()) {
      return "have less than " + need.cores() + " cores";
    }
    if (need.memory().bytes() > offer.memory().bytes()) {
      return "have less than " + need.memory() + " of memory";
    }
    if (!Free.everFits(offer, need)) {
      return "lack the GPUs (" + need.devices() + " of " + need.deviceMemory() + " or more)";
    }
    return demand.mismatch(offer);
  }
}
