package io.gridmill.grid.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A process from its start to its end. What it does in its own time is done through here, so that
 * nothing of it happens once it is gone, and nothing while it stands still.
 */
public final class SimulatedProcess {
  private final World world;
  private final String name;
  private Duration skew = Duration.ZERO;
  private boolean alive = true;
  private long standsUntil;
  private Runnable atEnd = () -> {};

  public SimulatedProcess(World world, String name) {
    this.world = world;
    this.name = name;
  }

  public World world() {
    return world;
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return alive;
  }

  /** Its own clock, which may be wrong. */
  public InstantSource clock() {
    return this::instant;
  }

  private Instant instant() {
    return world.now().plus(skew);
  }

  /** Sets how far its clock is ahead. */
  public void skew(Duration ahead) {
    this.skew = ahead;
  }

  /** Has it do nothing for a while, as if it were stopped or collected garbage. */
  public void standStill(Duration time) {
    standsUntil = Math.max(standsUntil, world.nanoTime() + time.toNanos());
  }

  /** Has it do something after a while, if it is there then. */
  public void after(long nanos, Runnable what) {
    world.after(nanos, () -> run(what));
  }

  public void at(Duration after, Runnable what) {
    after(after.toNanos(), what);
  }

  /** Has it do something now, or when it goes on. */
  public void run(Runnable what) {
    if (!alive) {
      return;
    }
    long still = standsUntil - world.nanoTime();
    if (still > 0) {
      after(still, what);
      return;
    }
    try {
      what.run();
    } catch (Crash crash) {
      kill();
    }
  }

  /** Says what the world notices of its end. */
  public void atEnd(Runnable notice) {
    this.atEnd = notice;
  }

  /** Ends it without a word. */
  public void kill() {
    if (alive) {
      alive = false;
      atEnd.run();
    }
  }
}
