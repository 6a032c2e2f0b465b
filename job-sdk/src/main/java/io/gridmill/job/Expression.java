package io.gridmill.job;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed constraint. */
sealed interface Expression {
  Expression TRUE = new And(List.of());

  boolean holds(Map<String, String> attributes);

  void collectNames(Set<String> names);

  record And(List<Expression> terms) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      return terms.stream().allMatch(t -> t.holds(attributes));
    }

    @Override
    public void collectNames(Set<String> names) {
      terms.forEach(t -> t.collectNames(names));
    }
  }

  record Or(List<Expression> terms) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      return terms.stream().anyMatch(t -> t.holds(attributes));
    }

    @Override
    public void collectNames(Set<String> names) {
      terms.forEach(t -> t.collectNames(names));
    }
  }

  record Not(Expression term) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      return !term.holds(attributes);
    }

    @Override
    public void collectNames(Set<String> names) {
      term.collectNames(names);
    }
  }

  record Has(String name) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      String value = attributes.get(name);
      return value != null && !value.equalsIgnoreCase("false");
    }

    @Override
    public void collectNames(Set<String> names) {
      names.add(name);
    }
  }

  record Compare(String name, Operator operator, Literal value) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      String actual = attributes.get(name);
      if (actual == null) {
        return operator == Operator.NE;
      }
      return operator.holds(value.compareWith(actual));
    }

    @Override
    public void collectNames(Set<String> names) {
      names.add(name);
    }
  }

  record In(String name, List<Literal> values) implements Expression {
    @Override
    public boolean holds(Map<String, String> attributes) {
      String actual = attributes.get(name);
      return actual != null && values.stream().anyMatch(v -> v.compareWith(actual) == 0);
    }

    @Override
    public void collectNames(Set<String> names) {
      names.add(name);
    }
  }

  enum Operator {
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE;

    boolean holds(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case NE -> comparison != 0;
        case LT -> comparison < 0;
        case LE -> comparison <= 0;
        case GT -> comparison > 0;
        case GE -> comparison >= 0;
      };
    }
  }

  /**
   * A value of a constraint.
   *
   * @param quantity its value as a number or size; null for text, as quoted ones always are
   */
  record Literal(String text, @Nullable BigDecimal quantity) {
    static Literal quoted(String text) {
      return new Literal(text, null);
    }

    static Literal word(String text) {
      return new Literal(text, Quantities.parse(text));
    }

    /** Compares an attribute with this value: negative if the attribute is less. */
    int compareWith(String actual) {
      BigDecimal theirs = quantity == null ? null : Quantities.parse(actual);
      return quantity == null || theirs == null
          ? actual.compareTo(text)
          : theirs.compareTo(quantity);
    }
  }
}
