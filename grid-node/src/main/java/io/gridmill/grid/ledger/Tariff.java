package io.gridmill.grid.ledger;

import io.gridmill.job.Money;
import io.gridmill.job.ResourceRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * What a node asks.
 *
 * @param earner the account of its owner
 * @param perHour what all of it costs an hour
 * @param cores how many cores it offers
 * @param memory how many bytes of memory
 * @param devices how many devices
 */
public record Tariff(String earner, Money perHour, int cores, long memory, int devices) {

  /**
   * What a task is asked that holds this of the node: the largest of its shares of cores, memory
   * and devices, of the price of the whole node, rounded up to a millionth of a unit. What it
   * leaves of the others is of no use to anybody without that one. Null if that is nothing.
   */
  public @Nullable Meter meter(ResourceRequest held) {
    BigDecimal most =
        share(BigDecimal.valueOf(held.cores()), cores)
            .max(share(BigDecimal.valueOf(held.memory().bytes()), memory))
            .max(share(deviceShares(held), devices));
    long asked = most.longValueExact();
    return asked == 0 ? null : new Meter(earner, asked, null, null);
  }

  private static BigDecimal deviceShares(ResourceRequest held) {
    return BigDecimal.valueOf(held.deviceShare()).multiply(BigDecimal.valueOf(held.devices()));
  }

  private BigDecimal share(BigDecimal held, long of) {
    return of == 0
        ? BigDecimal.ZERO
        : BigDecimal.valueOf(perHour.micros())
            .multiply(held)
            .divide(BigDecimal.valueOf(of), 0, RoundingMode.CEILING);
  }
}
