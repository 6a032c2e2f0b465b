package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Offer;
import io.gridmill.job.ResourceRequest;
import java.util.HashMap;
import java.util.Map;

/** What is free on a node. */
final class NodeSlots {
  /** How many shapes it remembers of which it holds nothing. */
  private static final int MOST_SHAPES = 1000;

  private final Offer offer;
  private final Map<Shape, Holding> holdings = new HashMap<>();
  private final Map<Shape, Boolean> suits = new HashMap<>();
  private final Map<Shape, Integer> troubles = new HashMap<>();
  private int freeCores;
  private long freeMemory;
  private int freeDevices;
  private long lastHeard;
  private boolean barred;

  /** What a node holds of one shape: slots that are paid for in cores, and tasks behind them. */
  private static final class Holding {
    private int slots;
    private int tasks;
    private final Backlog backlog = new Backlog();
  }

  NodeSlots(Offer offer, long nanoTime) {
    this.offer = offer;
    this.freeCores = offer.cores();
    this.freeMemory = offer.memory().bytes();
    this.freeDevices = offer.devices().size();
    this.lastHeard = nanoTime;
  }

  Offer offer() {
    return offer;
  }

  String memberId() {
    return offer.memberId();
  }

  int freeCores() {
    return freeCores;
  }

  long freeMemory() {
    return freeMemory;
  }

  void heard(long nanoTime) {
    lastHeard = nanoTime;
    barred = false;
  }

  /** Gives it nothing more until it is heard of again. */
  void bar() {
    barred = true;
  }

  boolean silentFor(long nanos, long nanoTime) {
    return nanoTime - lastHeard > nanos;
  }

  /** The share of its cores that are taken, from 0 to 1. */
  double load() {
    return 1 - (double) freeCores / offer.cores();
  }

  boolean suits(Shape shape) {
    if (suits.size() > MOST_SHAPES) {
      suits.clear();
    }
    return suits.computeIfAbsent(shape, s -> s.suits(offer.attributes()) && hasEver(s.resources()));
  }

  private boolean hasEver(ResourceRequest need) {
    return need.cores() <= offer.cores()
        && need.memory().bytes() <= offer.memory().bytes()
        && need.devices() <= devicesWith(need.deviceMemory().bytes());
  }

  private long devicesWith(long memory) {
    return offer.devices().stream().filter(d -> d.memory().bytes() >= memory).count();
  }

  boolean hasFree(ResourceRequest need) {
    return !barred
        && need.cores() <= freeCores
        && need.memory().bytes() <= freeMemory
        && need.devices() <= freeDevices;
  }

  /** How many more tasks of a shape it takes behind those that it runs. */
  int backlogFree(Shape shape) {
    Holding holding = holdings.get(shape);
    return barred || holding == null || holding.slots == 0
        ? 0
        : holding.slots + holding.backlog.size() - holding.tasks;
  }

  /** Takes a task of a shape into a slot of its own if there is one, else behind the others. */
  void take(Shape shape) {
    if (holdings.size() > MOST_SHAPES) {
      holdings.values().removeIf(h -> h.tasks == 0);
    }
    Holding holding = holdings.computeIfAbsent(shape, s -> new Holding());
    holding.tasks++;
    if (holding.tasks > holding.slots && hasFree(shape.resources())) {
      holding.slots++;
      pay(shape.resources(), 1);
    }
  }

  /** Takes what a former scheduler had given to the node, free or not. */
  void restore(Shape shape) {
    Holding holding = holdings.computeIfAbsent(shape, s -> new Holding());
    holding.tasks++;
    holding.slots++;
    pay(shape.resources(), 1);
  }

  /** Lets one task of a shape go; a task behind it takes its slot. */
  void release(Shape shape) {
    Holding holding = holdings.get(shape);
    if (holding == null || holding.tasks == 0) {
      return;
    }
    holding.tasks--;
    if (holding.slots > holding.tasks) {
      holding.slots--;
      pay(shape.resources(), -1);
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
    }
  }

  void failed(Shape shape) {
    Holding holding = holdings.get(shape);
    if (holding != null) {
      holding.backlog.failed();
    }
  }

  private void pay(ResourceRequest need, int times) {
    freeCores -= times * need.cores();
    freeMemory -= times * need.memory().bytes();
    freeDevices -= times * need.devices();
  }
}
