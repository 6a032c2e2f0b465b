package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Expressions made together with what they mean, so that the parser is checked against both. */
class ConstraintPropertyTest {
  private static final List<String> NAMES = List.of("a", "gpu.memory", "x-1", "in", "not", "é:/+");

  /** A constraint's text and, made beside it, the condition that it stands for. */
  record Sample(String text, Predicate<Map<String, String>> meaning) {}

  @Property(tries = 1000)
  void meansWhatItSays(
      @ForAll("samples") Sample sample, @ForAll("nodes") Map<String, String> node) {
    Constraint read = Constraint.parse(sample.text());
    assertThat(read.holds(node)).as(sample.text()).isEqualTo(sample.meaning().test(node));
    Constraint again = Constraint.parse(read.toString());
    assertThat(again).isEqualTo(read);
    assertThat(again.holds(node)).isEqualTo(read.holds(node));
    assertThat(NAMES).containsAll(read.names());
  }

  @Property(tries = 1000)
  void refusesGarbageOrReadsIt(@ForAll("garbage") String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try {
            assertThat(Constraint.parse(text).names()).isNotNull();
          } catch (GridException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(refused.field()).isEqualTo("constraint");
          }
        });
  }

  @Provide
  Arbitrary<String> garbage() {
    Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(5000);
    Arbitrary<String> pieces =
        Arbitraries.of(
                "a",
                "in",
                "not",
                "(",
                ")",
                ",",
                "!",
                "&&",
                "||",
                "==",
                "!=",
                "<",
                "<=",
                ">",
                "\"",
                " ",
                "\t",
                "24GiB",
                "-1",
                "99999999999999999999",
                "é",
                "&",
                "=")
            .list()
            .ofMaxSize(2000)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(anything, pieces);
  }

  @Provide
  Arbitrary<Map<String, String>> nodes() {
    return Arbitraries.maps(Arbitraries.of(NAMES), values().map(Value::text)).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Sample> samples() {
    return Arbitraries.lazyOf(
        this::comparisons,
        this::comparisons,
        this::membership,
        () -> names().map(n -> new Sample(n, node -> has(node, n))),
        () -> samples().map(s -> new Sample("!(" + s.text() + ")", s.meaning().negate())),
        () -> joined("&&", Predicate::and),
        () -> joined(" || ", Predicate::or));
  }

  private Arbitrary<Sample> joined(String sign, Joining joining) {
    return Combinators.combine(samples(), samples())
        .as(
            (a, b) ->
                new Sample(
                    "(" + a.text() + ")" + sign + "(" + b.text() + ")",
                    joining.of(a.meaning(), b.meaning())));
  }

  private interface Joining {
    Predicate<Map<String, String>> of(
        Predicate<Map<String, String>> a, Predicate<Map<String, String>> b);
  }

  private Arbitrary<Sample> comparisons() {
    return Combinators.combine(names(), Arbitraries.of("==", "!=", "<", "<=", ">", ">="), values())
        .as(
            (name, sign, value) ->
                new Sample(
                    name + " " + sign + value.written(),
                    node -> {
                      String actual = node.get(name);
                      return actual == null
                          ? sign.equals("!=")
                          : holds(sign, compare(actual, value));
                    }));
  }

  private Arbitrary<Sample> membership() {
    return Combinators.combine(names(), Arbitraries.of(true, false), values().list().ofMaxSize(4))
        .as(
            (name, inside, more) -> {
              List<Value> values = more.isEmpty() ? List.of(new Value("eu", null)) : more;
              String list = String.join(",", values.stream().map(Value::written).toList());
              return new Sample(
                  name + (inside ? " in (" : " not in (") + list + " )",
                  node -> {
                    String actual = node.get(name);
                    boolean found =
                        actual != null && values.stream().anyMatch(v -> compare(actual, v) == 0);
                    return found == inside;
                  });
            });
  }

  private static boolean has(Map<String, String> node, String name) {
    return node.containsKey(name) && !"false".equals(node.get(name));
  }

  private static boolean holds(String sign, int order) {
    return switch (sign) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** The order of an attribute and a value; the sizes here are exact as doubles. */
  private static int compare(String actual, Value value) {
    Double theirs = QUANTITIES.get(actual);
    return theirs == null || value.quantity() == null
        ? actual.compareTo(value.text())
        : Double.compare(theirs, value.quantity());
  }

  private static final Map<String, Double> QUANTITIES =
      Map.of(
          "0",
          0.0,
          "3",
          3.0,
          "-3",
          -3.0,
          "3.0",
          3.0,
          "1.5",
          1.5,
          "2KiB",
          2048.0,
          "2048",
          2048.0,
          "2kb",
          2000.0,
          "24GiB",
          24.0 * (1 << 30),
          "10",
          10.0);

  /** A value as a node or a constraint has it; without a quantity it is text, and quoted. */
  record Value(String text, @Nullable Double quantity) {
    String written() {
      return quantity == null ? "\"" + text + "\"" : " " + text;
    }
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of(NAMES);
  }

  private static Arbitrary<Value> values() {
    return Arbitraries.oneOf(
        Arbitraries.of(QUANTITIES.keySet()).map(text -> new Value(text, QUANTITIES.get(text))),
        Arbitraries.of("eu", "us", "false", "true", "", "a b", "2KiB", "10", "&& (x", "NVIDIA")
            .map(text -> new Value(text, null)));
  }
}
