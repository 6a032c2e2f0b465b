package io.gridmill.grid.schedule;

import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.ledger.Tariff;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.schedule.Free.Grant;
import io.gridmill.job.ResourceRequest;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is free on a node, and what it holds. */
final class NodeSlots {
  /** How many shapes it remembers of which it holds nothing. */
  private static final int MOST_SHAPES = 1000;

  private final int ordinal;
  private final NodeChanges changes;
  private final Tally tally;
  private final Map<Shape, Holding> holdings = new HashMap<>();
  private final Map<Shape, Integer> troubles = new HashMap<>();
  private Offer offer;
  private @Nullable Tariff tariff;
  private Free free;
  private long version;
  private long lastChange;
  private long lastHeard;
  private boolean barred;
  private boolean gone;
  private long closesAt = Long.MAX_VALUE;
  private Reservations.@Nullable Part reserved;

  /** What a node holds of one shape: slots that are paid for, and tasks behind them. */
  private static final class Holding {
    private final ArrayDeque<Grant> slots = new ArrayDeque<>(2);
    private int tasks;
    private final Backlog backlog = new Backlog();
  }

  NodeSlots(Offer offer, int ordinal, NodeChanges changes, Tally tally, long nanoTime) {
    this.offer = offer;
    this.tariff = Prices.of(offer);
    this.ordinal = ordinal;
    this.changes = changes;
    this.tally = tally;
    this.free = new Free(offer);
    this.lastHeard = nanoTime;
  }

  Offer offer() {
    return offer;
  }

  /** What it asks for what a task holds of it; null if nothing. */
  @Nullable Meter meter(ResourceRequest held) {
    return tariff == null ? null : tariff.meter(held);
  }

  String memberId() {
    return offer.memberId();
  }

  /** A small number of its own among the nodes that are there. */
  int ordinal() {
    return ordinal;
  }

  /** Changes with whatever bears on where tasks go. */
  long version() {
    return version;
  }

  /** Where its last change is among those of all nodes. */
  long lastChange() {
    return lastChange;
  }

  private void changed() {
    version++;
    lastChange = changes.add(this);
  }

  int freeCores() {
    return free.cores();
  }

  long freeMemory() {
    return free.memory();
  }

  double freeDevices() {
    return free.devices();
  }

  Free free() {
    return free;
  }

  void heard(long nanoTime) {
    lastHeard = nanoTime;
    if (barred) {
      barred = false;
      changed();
    }
  }

  /** Takes another offer of the same member; what it holds stays. */
  void offers(Offer other) {
    Free all = new Free(other);
    holdings.forEach(
        (shape, holding) -> holding.slots.forEach(grant -> all.take(shape.resources())));
    offer = other;
    tariff = Prices.of(other);
    free = all;
    changed();
  }

  /** Gives it nothing more until it is heard of again. */
  void bar() {
    barred = true;
    changed();
  }

  /** It has left: whatever is heard of it later, it has no room. */
  void left() {
    gone = true;
  }

  /** Gives it nothing that would end after this; {@link Long#MAX_VALUE} for no limit. */
  void closeAt(long nanoTime) {
    if (closesAt != nanoTime) {
      closesAt = nanoTime;
      changed();
    }
  }

  /** Whether it is given nothing now, as it is maintained. */
  boolean isClosed() {
    return closesAt == Long.MIN_VALUE;
  }

  long closesAt() {
    return closesAt;
  }

  boolean silentFor(long nanos, long nanoTime) {
    return nanoTime - lastHeard > nanos;
  }

  /** The share of its cores that are taken, from 0 to 1. */
  double load() {
    return 1 - (double) free.cores() / offer.cores();
  }

  /** Whether it takes tasks at all, and could hold this one if it were free. */
  boolean hasEver(ResourceRequest need) {
    return !barred && !gone && Free.everFits(offer, need);
  }

  boolean hasFree(ResourceRequest need) {
    return !barred && !gone && free.fits(need);
  }

  /** What of it is kept for a task that waits; null if nothing is. */
  Reservations.@Nullable Part reserved() {
    return reserved;
  }

  void reserve(Reservations.@Nullable Part part) {
    reserved = part;
    changed();
  }

  /** How many more tasks of a shape it takes behind those that it runs. */
  int backlogFree(Shape shape) {
    Holding holding = holdings.get(shape);
    return barred
            || reserved != null
            || closesAt != Long.MAX_VALUE
            || holding == null
            || holding.slots.isEmpty()
        ? 0
        : holding.slots.size() + holding.backlog.size() - holding.tasks;
  }

  /** Takes a task of a shape into a slot of its own if there is one, else behind the others. */
  void take(Shape shape) {
    if (holdings.size() > MOST_SHAPES) {
      holdings.values().removeIf(h -> h.tasks == 0);
    }
    Holding holding = holdings.computeIfAbsent(shape, s -> new Holding());
    holding.tasks++;
    if (holding.tasks > holding.slots.size() && hasFree(shape.resources())) {
      holding.slots.add(free.take(shape.resources()));
    }
    tally.add(shape, this, 1);
    changed();
  }

  /** Takes what a former scheduler had given to the node, free or not. */
  void restore(Shape shape) {
    Holding holding = holdings.computeIfAbsent(shape, s -> new Holding());
    holding.tasks++;
    holding.slots.add(free.take(shape.resources()));
    tally.add(shape, this, 1);
    changed();
  }

  /** Lets one task of a shape go; a task behind it takes its slot. */
  void release(Shape shape) {
    Holding holding = holdings.get(shape);
    if (holding == null || holding.tasks == 0) {
      return;
    }
    holding.tasks--;
    if (holding.slots.size() > holding.tasks) {
      free.give(shape.resources(), holding.slots.remove());
    }
    tally.add(shape, this, -1);
    changed();
  }

  /**
   * What the slot of a shape with this number, from 0, would give back; nothing beyond the last.
   */
  void giveBack(Shape shape, int number, Free to) {
    Holding holding = holdings.get(shape);
    if (holding != null) {
      holding.slots.stream().skip(number).limit(1).forEach(g -> to.give(shape.resources(), g));
    }
  }

  /** How often in a row tasks of a shape came back from it without having got on. */
  int troubles(Shape shape) {
    return troubles.isEmpty() ? 0 : troubles.getOrDefault(shape, 0);
  }

  void troubled(Shape shape) {
    if (troubles.size() > MOST_SHAPES) {
      troubles.clear();
    }
    troubles.merge(shape, 1, Integer::sum);
  }

  void worked(Shape shape) {
    if (!troubles.isEmpty()) {
      troubles.remove(shape);
    }
  }

  void completed(Shape shape, long nanos) {
    worked(shape);
    Holding holding = holdings.get(shape);
    if (holding != null) {
      holding.backlog.completed(nanos);
      changed();
    }
  }

  /** Whether tasks of a shape may wait on it behind those that run. */
  boolean isQuick(Shape shape) {
    Holding holding = holdings.get(shape);
    return holding != null && holding.backlog.size() > 0;
  }

  void failed(Shape shape) {
    Holding holding = holdings.get(shape);
    if (holding != null) {
      holding.backlog.failed();
    }
  }
}
