package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Member;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nodes that have left, until their reports are forgotten: a little later, as the tasks that they
 * held have no time.
 */
final class Departures {
  private static final long LATER_NANOS = Duration.ofSeconds(3).toNanos();

  private final Resources resources;
  private final Map<Member, Long> left = new LinkedHashMap<>();

  Departures(Resources resources) {
    this.resources = resources;
  }

  void add(Member member, long nanoTime) {
    left.put(member, nanoTime);
  }

  /** Forgets the reports of those that are away for long enough, and have not come back. */
  void forget(long nanoTime) {
    left.entrySet()
        .removeIf(
            gone -> {
              boolean due = nanoTime - gone.getValue() >= LATER_NANOS;
              if (due) {
                forget(gone.getKey());
              }
              return due;
            });
  }

  private void forget(Member member) {
    resources
        .get(member.name())
        .filter(report -> report.offer().memberId().equals(member.id()))
        .ifPresent(report -> resources.remove(member.name()));
  }
}
