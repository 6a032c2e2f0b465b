package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0B",
    "7, 7, 7B",
    "7B, 7, 7B",
    "64KiB, 65536, 64KiB",
    "64k, 65536, 64KiB",
    "2G, 2147483648, 2GiB",
    "' 24 GiB ', 25769803776, 24GiB",
    "1500MB, 1500000000, 1500000000B",
    "1kb, 1000, 1000B",
    "1024KB, 1024000, 1000KiB",
    "3TiB, 3298534883328, 3TiB",
    "2048TiB, 2251799813685248, 2048TiB",
    "9223372036854775807, 9223372036854775807, 9223372036854775807B",
  })
  void readsAndWritesSizes(String text, long bytes, String shown) {
    ByteSize size = ByteSize.parse(text);
    assertThat(size.bytes()).isEqualTo(bytes);
    assertThat(size).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1.5GiB", "GiB", "12 PiB", "1GiBB", "1 2", "0x10", "١"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(GridException.class)
        .hasMessage("size: " + text + " (expected: a size such as 512MiB, 24GiB or 1500000)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8388608TiB", "99999999999999999999999K"})
  void refusesWhatDoesNotFit(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .hasMessage("size: " + text + " (expected: at most 8EiB)");
  }

  @Property
  void readsWhatItWrote(@ForAll @LongRange(min = 0) long bytes) {
    assertThat(ByteSize.parse(new ByteSize(bytes).toString())).isEqualTo(new ByteSize(bytes));
    long rounded = bytes >>> 40 << 40;
    assertThat(ByteSize.parse(new ByteSize(rounded).toString())).isEqualTo(new ByteSize(rounded));
  }

  @Property
  void readsNothingButSizes(@ForAll String garbage) {
    try {
      assertThat(ByteSize.parse(garbage).bytes()).isNotNegative();
    } catch (GridException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
      assertThat(refused.field()).isEqualTo("size");
    }
  }
}
