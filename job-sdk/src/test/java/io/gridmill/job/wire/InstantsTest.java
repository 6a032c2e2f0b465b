package io.gridmill.job.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class InstantsTest {
  @Property
  void writesAndReadsAsInstantsDo(
      @ForAll @LongRange(min = -100_000_000_000L, max = 300_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    for (Instant instant :
        new Instant[] {
          Instant.ofEpochSecond(second, nano),
          Instant.ofEpochSecond(second, nano - nano % 1000),
          Instant.ofEpochSecond(second, nano - nano % 1_000_000),
          Instant.ofEpochSecond(second)
        }) {
      assertThat(Instants.write(instant)).isEqualTo(instant.toString());
      assertThat(Wire.readOwn(Wire.bytes(instant), Instant.class)).isEqualTo(instant);
    }
  }

  @Property
  void readsNothingElse(@ForAll String text) {
    Instant read = Instants.read(text);
    if (read != null) {
      assertThat(read).isEqualTo(Instant.parse(text));
    }
  }

  @Example
  void leavesOddTextToTheFormatter() {
    for (String text :
        new String[] {
          "2026-02-30T00:00:00Z",
          "2026-01-01T25:00:00Z",
          "2026-01-01T00:00:00.Z",
          "2026-01-01t00:00:00Z",
          "2026-01-01T00:00:00+01:00",
          "2026-01-01T00:00:0xZ"
        }) {
      assertThat(Instants.read(text)).isNull();
    }
    assertThat(Instants.read("2026-01-01T00:00:00.5Z"))
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.5Z"));
  }
}
