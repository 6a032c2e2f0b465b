package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangeTest {

  @Test
  void countsItsIndicesBeyondWhatAnIntHolds() {
    assertThat(Range.of(Integer.MAX_VALUE).count()).isEqualTo(Integer.MAX_VALUE);
    assertThat(Range.of(1 << 20, 1 << 20).count()).isEqualTo(1L << 40);
    assertThat(Range.of(1 << 20, 1 << 20, 1 << 20).count()).isEqualTo(1L << 60);
    assertThat(Range.of(1, 2, 3).dimensions()).isEqualTo(3);
    assertThat(Range.of(1, 2)).hasToString("Range(1, 2)");
  }

  @Test
  void mayBeEmpty() {
    assertThat(Range.of(0).count()).isZero();
    assertThat(Range.of(0, 3).count()).isZero();
    assertThat(Range.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).count()).isZero();
  }

  @Test
  void refusesANegativeSizeWithItsIndexAndValue() {
    assertThatThrownBy(() -> Range.of(-1)).hasMessage("range i: -1 (expected: >= 0)");
    assertThatThrownBy(() -> Range.of(1, -2)).hasMessage("range j: -2 (expected: >= 0)");
    assertThatThrownBy(() -> Range.of(1, 1, -3)).hasMessage("range k: -3 (expected: >= 0)");
  }

  @Test
  void refusesMoreIndicesThanALongCounts() {
    int big = Integer.MAX_VALUE;
    assertThatThrownBy(() -> Range.of(big, big, big))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: at most 9223372036854775807 indices");
  }
}
