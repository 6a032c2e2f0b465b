package io.gridmill.grid.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Time, chance and all that is going to happen, in one thread.
 *
 * <p>What happens at the same time happens in the order in which it was asked for.
 */
public final class World {
  private static final Instant BEGINNING = Instant.parse("2030-01-01T00:00:00Z");

  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>(Event.ORDER);
  private final Instant beginning;
  private long nanos;
  private long numbers;

  private record Event(long at, long number, Runnable what) {
    private static final Comparator<Event> ORDER =
        Comparator.comparingLong(Event::at).thenComparingLong(Event::number);
  }

  public World(long seed) {
    this(seed, BEGINNING);
  }

  /** A world that begins at an instant, as a trace does. */
  public World(long seed, Instant beginning) {
    this.random = new SplittableRandom(seed);
    this.beginning = beginning;
  }

  /** Where all chance in this world comes from. */
  public SplittableRandom random() {
    return random;
  }

  /** Nanoseconds since the beginning. */
  public long nanoTime() {
    return nanos;
  }

  public Instant now() {
    return beginning.plusNanos(nanos);
  }

  /** The true time. */
  public InstantSource clock() {
    return this::now;
  }

  /** Has something happen after a while. */
  public void at(Duration after, Runnable what) {
    after(after.toNanos(), what);
  }

  /** Has something happen after some nanoseconds. */
  public void after(long more, Runnable what) {
    events.add(new Event(nanos + Math.max(0, more), numbers++, what));
  }

  /** How many things have been asked to happen so far; grows with all that goes on. */
  public long events() {
    return numbers;
  }

  /** Lets the next thing happen, if there is one. */
  public boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    nanos = next.at();
    next.what().run();
    return true;
  }

  /** Lets time go by. */
  public void run(Duration time) {
    long until = nanos + time.toNanos();
    for (Event next = events.peek(); next != null && next.at() <= until; next = events.peek()) {
      step();
    }
    nanos = Math.max(nanos, until);
  }

  /** Lets time go by until something is so, at most so long; tells whether it is. */
  public boolean runUntil(BooleanSupplier so, Duration most) {
    long until = nanos + most.toNanos();
    while (!so.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at() > until) {
        nanos = Math.max(nanos, until);
        return so.getAsBoolean();
      }
      step();
    }
    return true;
  }
}
