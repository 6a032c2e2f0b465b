package io.gridmill.grid.schedule;

import io.gridmill.grid.ledger.Tariff;
import io.gridmill.grid.resource.Offer;
import io.gridmill.job.GridException;
import io.gridmill.job.Money;
import io.gridmill.job.Scheduling;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nodes ask, as their offers say. */
final class Prices {
  private static final Logger log = LoggerFactory.getLogger(Prices.class);

  private Prices() {}

  /** What a node asks; null if nothing, or if its price cannot be read. */
  static @Nullable Tariff of(Offer offer) {
    String price = offer.attributes().get(Scheduling.PRICE);
    if (price == null) {
      return null;
    }
    try {
      return new Tariff(
          offer.owner(),
          Money.price(Scheduling.PRICE, price),
          offer.cores(),
          offer.memory().bytes(),
          offer.devices().size());
    } catch (GridException e) {
      log.warn("node {}: {}; nothing is charged for what it does", offer.name(), e.getMessage());
      return null;
    }
  }
}
