package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTest {
  private static final Map<String, String> NODE =
      Map.ofEntries(
          Map.entry("region", "eu"),
          Map.entry("gpu.count", "2"),
          Map.entry("gpu.memory", "24GiB"),
          Map.entry("gpu.model", "NVIDIA H200"),
          Map.entry("version", "0.9"),
          Map.entry("spot", "false"),
          Map.entry("ssd", "true"),
          Map.entry("empty", ""),
          Map.entry("zero", "-0"),
          Map.entry("serial", "9007199254740993"),
          Map.entry("in", "x"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\'',
      value = {
        "'' ~ true",
        "'   ' ~ true",
        "region == eu ~ true",
        "region==eu ~ true",
        "region != eu ~ false",
        "region in (eu, us) ~ true",
        "region in(us) ~ false",
        "region not in (us, asia) ~ true",
        "region not  in (eu) ~ false",
        "gpu.memory >= 24GiB ~ true",
        "gpu.memory > 24GiB ~ false",
        "gpu.memory >= 25769803776 ~ true",
        "gpu.memory < 24500MB ~ false",
        "gpu.memory == 24576MiB ~ true",
        "gpu.count > 1 && gpu.count <= 2 ~ true",
        "gpu.count == 2.0 ~ true",
        "gpu.count == \"2.0\" ~ false",
        "gpu.count == \"2\" ~ true",
        "gpu.count > 10 ~ false",
        "gpu.count > \"10\" ~ true",
        "gpu.model == \"NVIDIA H200\" ~ true",
        "gpu.model in (\"a, b\", \"NVIDIA H200\") ~ true",
        "version < 0.10 ~ false",
        "zero == 0 ~ true",
        "serial == 9007199254740992 ~ false",
        "serial > 9007199254740992 ~ true",
        "ssd ~ true",
        "spot ~ false",
        "!spot ~ true",
        "nothing ~ false",
        "empty ~ true",
        "empty == \"\" ~ true",
        "nothing == 1 ~ false",
        "nothing != 1 ~ true",
        "nothing < 1 ~ false",
        "nothing >= 1 ~ false",
        "nothing in (1) ~ false",
        "nothing not in (1) ~ true",
        "!(nothing == 1) ~ true",
        "ssd && spot || region == eu ~ true",
        "ssd && (spot || region == us) ~ false",
        "spot && ssd || ssd ~ true",
        "!spot && !nothing ~ true",
        "!!ssd ~ true",
        "((ssd)) ~ true",
        "in == x ~ true",
        "in in (x) ~ true",
        "region == EU ~ false",
      })
  void readsConditions(String text, boolean holds) {
    assertThat(Constraint.parse(text).holds(NODE)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\'',
      value = {
        "gpu > ~ a value at its end",
        "gpu >= && ssd ~ a value before \"&& ssd\"",
        "== 3 ~ an attribute's name before \"== 3\"",
        "a = 3 ~ &&, || or the end before \"= 3\"",
        "a b ~ &&, || or the end before \"b\"",
        "a not b ~ in after not before \"not b\"",
        "a in b ~ ( before \"b\"",
        "a in () ~ a value before \")\"",
        "a in (b c) ~ ) before \"c)\"",
        "a in (b, ~ a value at its end",
        "(a ~ ) at its end",
        "a) ~ &&, || or the end before \")\"",
        "a == \"b ~ a closing quote before \"\"b\"",
        "a && ~ an attribute's name at its end",
        "a & b ~ &&, || or the end before \"& b\"",
        "! ~ an attribute's name at its end",
      })
  void showsThePlaceOfAMistake(String text, String expected) {
    assertThatThrownBy(() -> Constraint.parse(text))
        .isInstanceOf(GridException.class)
        .hasMessage("constraint: " + text + " (expected: " + expected + ")");
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    assertThatThrownBy(() -> Constraint.parse("(".repeat(4000)))
        .hasMessageContaining("at most 64 levels of nesting before \"(((");
    assertThatThrownBy(() -> Constraint.parse("!".repeat(4000) + "a"))
        .hasMessageContaining("at most 64 levels of nesting");
    assertThatThrownBy(() -> Constraint.parse("a".repeat(5000)))
        .hasMessage("constraint: 5000 characters (expected: at most 4096)");
    assertThat(Constraint.parse("!".repeat(62) + "ssd").holds(NODE)).isTrue();
  }

  @Test
  void keepsItsMessagesShort() {
    assertThatThrownBy(() -> Constraint.parse("a == b " + "c".repeat(4000)))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(200));
  }

  @Test
  void tellsTheNamesItSpeaksOf() {
    Constraint all = Constraint.parse("b == 1 && !(c in (x) || a) && d not in (y) || b > 2");
    assertThat(all.names()).containsExactly("a", "b", "c", "d");
    assertThat(Constraint.ANY.names()).isEmpty();
  }

  @Test
  void isItsText() {
    assertThat(Constraint.parse(" a == b "))
        .hasToString("a == b")
        .isEqualTo(Constraint.parse("a == b"));
    assertThat(Constraint.parse(" ")).isSameAs(Constraint.ANY).hasToString("");
  }
}
