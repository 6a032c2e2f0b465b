package io.gridmill.grid.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Items from one number to another.
 *
 * @param from the first item
 * @param to one past the last item
 */
public record Interval(long from, long to) {
  public long size() {
    return to - from;
  }

  boolean overlaps(Interval other) {
    return from < other.to && other.from < to;
  }

  boolean holds(Interval other) {
    return from <= other.from && other.to <= to;
  }

  /** The items that both have. */
  Optional<Interval> shared(Interval other) {
    return overlaps(other)
        ? Optional.of(new Interval(Math.max(from, other.from), Math.min(to, other.to)))
        : Optional.empty();
  }

  /** What of this is in none of the others, in order. */
  List<Interval> without(List<Interval> taken) {
    List<Interval> sorted = new ArrayList<>(taken);
    sorted.sort(Comparator.comparingLong(Interval::from));
    return withoutSorted(sorted);
  }

  /** As {@link #without}, of intervals in the order of their first items. */
  List<Interval> withoutSorted(List<Interval> taken) {
    List<Interval> open = new ArrayList<>();
    long at = from;
    for (Interval t : taken) {
      if (t.from() >= to) {
        break;
      }
      if (t.from() > at) {
        open.add(new Interval(at, t.from()));
      }
      at = Math.max(at, t.to());
    }
    if (at < to) {
      open.add(new Interval(at, to));
    }
    return open;
  }

  /** Intervals that neither touch nor overlap, in order, with one more that overlaps none. */
  static List<Interval> add(List<Interval> all, Interval more) {
    List<Interval> merged = new ArrayList<>(all.size() + 1);
    long from = more.from;
    long to = more.to;
    int i = 0;
    for (; i < all.size() && all.get(i).to < from; i++) {
      merged.add(all.get(i));
    }
    for (; i < all.size() && all.get(i).from <= to; i++) {
      from = Math.min(from, all.get(i).from);
      to = Math.max(to, all.get(i).to);
    }
    merged.add(new Interval(from, to));
    merged.addAll(all.subList(i, all.size()));
    return merged;
  }
}
