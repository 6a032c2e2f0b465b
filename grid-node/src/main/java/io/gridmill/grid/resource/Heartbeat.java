package io.gridmill.grid.resource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports a node's offer and load every second, until it is closed. */
public final class Heartbeat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Resources resources;
  private final Offer offer;
  private final Supplier<Load> load;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());
  private long beat;

  /**
   * How busy a node is.
   *
   * @param running attempts and leases that it works on
   * @param waiting attempts and leases that it has taken and not started
   */
  public record Load(int running, int waiting) {}

  /** Reports at once, and from then on. */
  public Heartbeat(Resources resources, Offer offer, Supplier<Load> load, InstantSource clock) {
    this.resources = resources;
    this.offer = offer;
    this.load = load;
    this.clock = clock;
    report();
    var _ =
        timer.scheduleAtFixedRate(
            this::tryReport, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void report() {
    Load now = load.get();
    resources.report(new NodeReport(offer, beat++, clock.instant(), now.running(), now.waiting()));
  }

  private void tryReport() {
    try {
      report();
    } catch (RuntimeException e) {
      log.warn("a heartbeat could not be stored; the next follows in {}", EVERY, e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      resources.remove(offer.name());
    } catch (RuntimeException e) {
      log.warn("node {} could not take its report away; it is seen to leave", offer.name(), e);
    }
  }
}
