package io.gridmill.grid.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.config.NodeConfig;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import io.gridmill.job.Money;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node asks, and what it comes to. */
class PriceTest {
  private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
  private static final Tariff TARIFF =
      new Tariff("ann", new Money(1_000_000), 8, ByteSize.ofMiB(8192).bytes(), 2);

  private static ResourceRequest need(int cores, int mebibytes, int devices, double share) {
    return new ResourceRequest(cores, ByteSize.ofMiB(mebibytes), devices, null, share);
  }

  private static long asked(Tariff tariff, ResourceRequest held) {
    Meter meter = tariff.meter(held);
    return meter == null ? 0 : meter.perHour();
  }

  private static NodeConfig config(String price) {
    return Wire.read("{\"labels\":{\"gridmill.price\":\"" + price + "\"}}", NodeConfig.class);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1000000", "0.25,250000", "0.000001,1", " 2.50 ,2500000", "1e3,1000000000"})
  void readsAPriceInMillionthsOfAUnit(String text, long micros) {
    assertThat(Money.price("price", text)).isEqualTo(new Money(micros));
  }

  @Test
  void writesAnAmountInUnits() {
    assertThat(new Money(250_000)).hasToString("0.25");
    assertThat(new Money(-1)).hasToString("-0.000001");
    assertThat(new Money(3_000_000)).hasToString("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a lot", "-1", "0.0000001", "1000001", "NaN", "1e400", "0,5"})
  void refusesAPriceOfANodeThatIsNone(String price) {
    assertThatThrownBy(() -> config(price))
        .isInstanceOf(GridException.class)
        .hasMessageContaining(
            "labels.gridmill.price: "
                + price
                + " (expected: a number from 0 to 1000000 with at most 6 decimals, such as 0.25)");
  }

  @Test
  void takesAPriceOfANode() {
    assertThat(config("0.25").labels()).containsEntry("gridmill.price", "0.25");
  }

  @Test
  void asksForTheLargestShareOfTheNode() {
    assertThat(asked(TARIFF, need(8, 512, 0, 1))).isEqualTo(1_000_000);
    assertThat(asked(TARIFF, need(1, 512, 0, 1))).isEqualTo(125_000);
    assertThat(asked(TARIFF, need(1, 4096, 0, 1))).isEqualTo(500_000);
    assertThat(asked(TARIFF, need(1, 512, 1, 1))).isEqualTo(500_000);
    assertThat(asked(TARIFF, need(1, 512, 1, 0.3))).isEqualTo(150_000);
    assertThat(TARIFF.meter(need(1, 512, 0, 1))).isEqualTo(new Meter("ann", 125_000, null, null));
  }

  @Test
  void roundsAShareUp() {
    Tariff thirds = new Tariff("ann", new Money(100), 3, ByteSize.ofMiB(8192).bytes(), 0);
    assertThat(asked(thirds, need(1, 16, 0, 1))).isEqualTo(34);
  }

  @Test
  void asksNothingForFree() {
    Tariff free = new Tariff("ann", new Money(0), 8, ByteSize.ofMiB(8192).bytes(), 0);
    assertThat(free.meter(need(8, 512, 0, 1))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H,3600000,3600000",
    "PT1S,3600000,1000",
    "PT0.1S,3600000,100",
    "PT0.101S,3600000,200",
    "PT0S,3600000,100",
    "PT-1H,3600000,100",
    "PT1S,1,1",
    "P40000D,1000000000000,8784000000000000"
  })
  void countsTenthsOfSecondsBegunOnesInFull(Duration time, long perHour, long amount) {
    assertThat(Entry.amount(perHour, AT, AT.plus(time))).isEqualTo(amount);
  }
}
