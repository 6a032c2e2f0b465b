package io.gridmill.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gridmill.job.GridException;
import io.gridmill.job.testing.LocalGrid;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OptionsJobTest {
  private static final Market MARKET =
      new Market(100, 0.05, 0.2, 1, List.of(90.0, 100.0, 110.0), 1);

  @AutoClose private final LocalGrid grid = LocalGrid.create();

  @Test
  void pricesOptionsAsTheClosedFormDoes() {
    List<OptionsJob.Estimate> prices = grid.sharedInput(MARKET).reduce(OptionsJob.class, 4);

    assertThat(prices)
        .extracting(OptionsJob.Estimate::kind)
        .containsExactly("call", "put", "call", "put", "call", "put");
    assertThat(prices)
        .allSatisfy(
            price -> {
              assertThat(price.error()).isBetween(0.001, 0.03);
              assertThat(price.off()).isBetween(-4.0, 4.0);
            });
  }

  @Test
  void halvesTheErrorWithFourTimesTheWork() {
    double one = error(1);
    double four = error(4);

    assertThat(one / four).isEqualTo(2, within(0.05));
  }

  private double error(int batches) {
    return grid.sharedInput(MARKET).reduce(OptionsJob.class, batches).getFirst().error();
  }

  @Test
  void knowsTheFormulaOfBlackAndScholes() {
    assertThat(MARKET.closedForm(1, 100)).isEqualTo(10.450583572185565, within(1e-12));
    assertThat(MARKET.closedForm(-1, 100)).isEqualTo(5.573526022256971, within(1e-12));
    assertThat(Market.normal(1.96)).isEqualTo(0.9750021048517795, within(1e-15));
    assertThat(Market.normal(-40)).isZero();
  }

  @Test
  void drawsWhatOthersDrawWithPhilox() {
    int[] words = new int[4];

    Philox.block(0, 0, 0, 0, words, 0);

    assertThat(words).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void refusesAMarketWithoutPrices() {
    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> new Market(0, 0.05, 0.2, 1, List.of(100.0), 1))
        .withMessage("spot: 0.0 (expected: more than 0)");
    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> new Market(100, 0.05, 0.2, 1, List.of(), 1))
        .withMessage("strikes: [] (expected: at least one)");
  }
}
