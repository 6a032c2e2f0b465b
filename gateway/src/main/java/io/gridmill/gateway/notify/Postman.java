package io.gridmill.gateway.notify;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.delivery.Delivery;
import io.gridmill.grid.delivery.Settlement;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.Gathering;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries deliveries to their webhooks: each on a thread of its own, so that a slow receiver keeps
 * nobody waiting until there are very many of them.
 */
public final class Postman implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Postman.class);
  private static final int AT_ONCE = 256;

  private final Deliveries deliveries;
  private final WebhookCaller caller;
  private final Metrics.Count tries;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private final Gathering<Settlement> ended;

  public Postman(Deliveries deliveries, WebhookCaller caller, Metrics metrics) {
    this.deliveries = deliveries;
    this.caller = caller;
    this.tries =
        metrics.counter(
            "gridmill_webhook_tries_total", "Calls of webhooks, by how they ended.", "outcome");
    this.ended = new Gathering<>("webhook-settlements", deliveries::settle);
  }

  /** Starts all tries that are due, as far as there is room. */
  public void deliverDue() {
    while (true) {
      int room = free.drainPermits();
      List<Delivery> due = room == 0 ? List.of() : claim(room);
      free.release(room - due.size());
      if (due.isEmpty()) {
        return;
      }
      due.forEach(delivery -> threads.execute(() -> carry(delivery)));
    }
  }

  private List<Delivery> claim(int room) {
    try {
      return deliveries.claim(room);
    } catch (RuntimeException e) {
      free.release(room);
      throw e;
    }
  }

  private void carry(Delivery delivery) {
    try {
      Settlement settlement = caller.call(delivery);
      settle(delivery, settlement);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt(); // its lease ends, and another gateway tries
    } catch (RuntimeException e) {
      settle(delivery, Settlement.failed(delivery, "the gateway failed: " + e.getMessage()));
      log.error("delivery {} could not be tried; it is tried again later", delivery.id(), e);
    } finally {
      free.release();
    }
  }

  private void settle(Delivery delivery, Settlement settlement) {
    String error = settlement.error();
    tries.one(error == null ? "delivered" : "failed");
    if (error != null && delivery.tries() >= Delivery.MAX_TRIES) {
      log.warn(
          "delivery {} was given up after {} tries: {}", delivery.id(), delivery.tries(), error);
    }
    ended.add(settlement);
  }

  /** Removes what was settled long ago. */
  public void purge() {
    int purged = deliveries.purge();
    if (purged > 0) {
      log.info("{} old deliveries were removed", purged);
    }
  }

  /** Stops trying; what was on its way becomes due again when its lease ends. */
  @Override
  public void close() {
    threads.shutdownNow();
    ended.close();
  }
}
