package io.gridmill.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money, in millionths of the grid's unit of account. What that unit is, a currency or
 * a credit of its own, is for the grid's operator to say.
 *
 * @param micros millionths of a unit; negative for what is owed
 */
public record Money(long micros) {
  /** A millionth of a unit is the least there is. */
  private static final int DIGITS = 6;

  /** The most that a node may ask an hour. */
  private static final BigDecimal MOST = new BigDecimal(1_000_000);

  /**
   * A price as people write it, such as {@code 0.25}.
   *
   * @param field what an error message calls it
   * @throws GridException if it is no number from 0 to 1,000,000, or has more than six decimals
   */
  public static Money price(String field, @Nullable String text) {
    try {
      BigDecimal units = new BigDecimal(text == null ? "" : text.strip());
      if (units.signum() >= 0 && units.compareTo(MOST) <= 0) {
        return new Money(units.movePointRight(DIGITS).longValueExact());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw refused(field, text);
    }
    throw refused(field, text);
  }

  private static GridException refused(String field, @Nullable String text) {
    return GridException.invalid(
        field, text, "a number from 0 to 1000000 with at most 6 decimals, such as 0.25");
  }

  /** The amount in units, as people write it. */
  @Override
  public String toString() {
    BigDecimal units = BigDecimal.valueOf(micros, DIGITS).stripTrailingZeros();
    return units.toPlainString();
  }
}
