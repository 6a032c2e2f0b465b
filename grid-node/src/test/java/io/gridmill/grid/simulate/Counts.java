package io.gridmill.grid.simulate;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often what happened. */
final class Counts {
  private final Map<String, Long> counts = new TreeMap<>();

  void one(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  synchronized void addAll(Counts more) {
    more.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
  }

  synchronized long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  @Override
  public synchronized String toString() {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
