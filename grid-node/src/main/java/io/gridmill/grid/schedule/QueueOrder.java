package io.gridmill.grid.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The order of the lines that wait: whose turn it is among those that may find room, and who has
 * found none.
 */
final class QueueOrder {
  private static final long LEVELS_NANOS = 1_000_000_000;

  private final SchedulingPolicy policy;
  private final Nodes nodes;
  private final Shares shares;
  private final Set<Line> lines = new HashSet<>();
  private final TreeSet<DemandQueue> open = new TreeSet<>(DemandQueue.ORDER);
  private final TreeSet<DemandQueue> closed = new TreeSet<>(DemandQueue.ORDER);
  private final Set<Line> capped = new HashSet<>();
  private final TreeMap<Integer, Integer> priorities = new TreeMap<>();
  private long nowMillis;
  private long levelsAt = Long.MIN_VALUE / 2;
  private int highest;

  QueueOrder(SchedulingPolicy policy, Nodes nodes, Shares shares) {
    this.policy = policy;
    this.nodes = nodes;
    this.shares = shares;
  }

  /** Counts tasks of a priority that come or go. */
  void count(int priority, int more) {
    priorities.merge(priority, more, (a, b) -> a + b == 0 ? null : a + b);
  }

  private Rank rankOf(Line line) {
    Entry first = line.first();
    if (!policy.fair()) {
      return new Rank(0, 0, 0, first.since(), first.id());
    }
    return new Rank(
        level(first), line.account().claim(), line.project().claim(), first.turn(), first.id());
  }

  /** The level that a task stands on now. */
  int level(Entry entry) {
    return entry.level(nowMillis, policy.aging().toMillis(), highest);
  }

  void insert(Line line) {
    lines.add(line);
    line.account().lines().add(line);
    attach(line);
  }

  private void attach(Line line) {
    line.rank(rankOf(line));
    line.queue().lines().add(line);
    move(line.queue());
  }

  /** Has a queue stand where its first line does now. */
  @SuppressWarnings("ReferenceEquality") // a line that was ranked again has another rank
  private void move(DemandQueue queue) {
    boolean empty = queue.lines().isEmpty();
    if (!empty && queue.first().rank() == queue.rank()) {
      return;
    }
    setOf(queue).remove(queue);
    if (!empty) {
      queue.rank(queue.first().rank());
      setOf(queue).add(queue);
    }
  }

  /** Takes a line out of the order altogether. */
  void detach(Line line) {
    lines.remove(line);
    line.account().lines().remove(line);
    if (!capped.remove(line)) {
      takeOut(line);
    }
  }

  private void takeOut(Line line) {
    line.queue().lines().remove(line);
    move(line.queue());
  }

  private Set<DemandQueue> setOf(DemandQueue queue) {
    return queue.isOpen() ? open : closed;
  }

  void rankAgain(Line line) {
    if (!capped.contains(line)) {
      line.queue().lines().remove(line);
      attach(line);
    }
  }

  /** Moves a line back whose account or project has had more since it was ranked. */
  boolean hasFallenBack(Line line) {
    if (line.account().claim() <= line.rank().account() * (1 + Shares.DRIFT)
        && line.project().claim() <= line.rank().project() * (1 + Shares.DRIFT)) {
      return false;
    }
    rankAgain(line);
    return true;
  }

  /** Lets the lines of those who have aged or who have used the grid stand where they should. */
  void order(Instant now, long nanoTime) {
    nowMillis = now.toEpochMilli();
    if (!policy.fair() || nanoTime - levelsAt < LEVELS_NANOS) {
      return;
    }
    levelsAt = nanoTime;
    int top = priorities.isEmpty() ? 0 : priorities.lastKey();
    boolean ages = priorities.size() > 1 || top != highest;
    highest = top;
    if (shares.tellAll(nanoTime) || ages) {
      List.copyOf(lines).stream().filter(l -> !l.rank().equals(rankOf(l))).forEach(this::rankAgain);
      List.copyOf(closed).forEach(this::open); // what was kept before them may be behind them now
    }
  }

  /** Opens what was closed and may have found room since. */
  void reopen() {
    if (closed.isEmpty()) {
      return;
    }
    List<DemandQueue> opened = new ArrayList<>();
    for (DemandQueue queue : closed) {
      if (found(queue) != queue.seen()) {
        opened.add(queue);
      }
    }
    opened.forEach(this::open);
  }

  /** Opens all that is closed. */
  void reopenAll() {
    List.copyOf(closed).forEach(this::open);
  }

  private long found(DemandQueue queue) {
    Gang gang = queue.gang();
    if (gang == null) {
      return nodes.candidates(queue.demand()).found();
    }
    long found = 0;
    for (Demand demand : gang.demands()) {
      found += nodes.candidates(demand).found();
    }
    return found;
  }

  private boolean isPossible(DemandQueue queue) {
    Gang gang = queue.gang();
    Collection<Demand> demands = gang == null ? List.of(queue.demand()) : gang.demands();
    return demands.stream().noneMatch(d -> nodes.candidates(d).suiting().isEmpty());
  }

  void open(DemandQueue queue) {
    if (closed.remove(queue)) {
      queue.open();
      open.add(queue);
    }
  }

  /** The open queue whose first task is the earliest; null if none is open. */
  @Nullable DemandQueue firstOpen() {
    return open.isEmpty() ? null : open.first();
  }

  /** Closes a queue whose first task found no room, until something changes. */
  void close(DemandQueue queue, long placed, long now) {
    if (open.remove(queue)) {
      queue.close(isPossible(queue), found(queue), placed, now);
      closed.add(queue);
    }
  }

  /** The queues whose first task found no room, in order. */
  Collection<DemandQueue> closed() {
    return closed;
  }

  /** Takes the lines of an account out that may have nothing more for now. */
  void cap(Shares.Party account) {
    for (Line line : List.copyOf(account.lines())) {
      if (capped.add(line)) {
        takeOut(line);
      }
    }
  }

  /** Lets the lines of an account in again. */
  void uncap(Shares.Party account) {
    for (Line line : List.copyOf(account.lines())) {
      if (capped.remove(line)) {
        attach(line);
      }
    }
  }

  boolean isCapped(Line line) {
    return capped.contains(line);
  }
}
