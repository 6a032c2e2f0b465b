package io.gridmill.job;

import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** A value of a constraint; quoted ones are text even where they look like a number. */
  record Literal(String text, boolean quoted) {
    /** Compares an attribute with this value: negative if the attribute is less. */
    int compareWith(String actual) {
      if (!quoted) {
        double mine = Quantities.parse(text);
        double theirs = Quantities.parse(actual);
        if (!Double.isNaN(mine) && !Double.isNaN(theirs)) {
          return Double.compare(theirs, mine);
        }
      }
      return actual.compareTo(text);
    }
  }
}
