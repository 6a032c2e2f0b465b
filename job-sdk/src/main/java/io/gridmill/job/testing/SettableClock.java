package io.gridmill.job.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told otherwise. May be used from any thread. */
public final class SettableClock implements InstantSource {
  private Instant now;

  /** A clock that shows this instant. */
  public SettableClock(Instant now) {
    this.now = now;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Sets the clock, forward or back. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Moves the clock forward, or back by a negative time. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }
}
