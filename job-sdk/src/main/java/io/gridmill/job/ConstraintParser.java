package io.gridmill.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the text of a constraint by recursive descent; the grammar is in {@link Constraint}. */
final class ConstraintParser {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;
  private int depth;

  ConstraintParser(String text) {
    this.text = text;
  }

  Expression parse() {
    if (text.length() > MAX_LENGTH) {
      throw GridException.invalid(
          "constraint", text.length() + " characters", "at most " + MAX_LENGTH);
    }
    Expression all = or();
    if (at < text.length()) {
      throw expected("&&, || or the end");
    }
    return all;
  }

  private Expression or() {
    return chain("||", this::and, Expression.Or::new);
  }

  private Expression and() {
    return chain("&&", this::not, Expression.And::new);
  }

  private Expression chain(
      String sign,
      Supplier<Expression> term,
      java.util.function.Function<List<Expression>, Expression> join) {
    Expression first = term.get();
    if (!accept(sign)) {
      return first;
    }
    List<Expression> terms = new ArrayList<>(List.of(first));
    do {
      terms.add(term.get());
    } while (accept(sign));
    return join.apply(List.copyOf(terms));
  }

  private Expression not() {
    if (++depth > MAX_DEPTH) {
      throw expected("at most " + MAX_DEPTH + " levels of nesting");
    }
    try {
      if (accept("!")) {
        return new Expression.Not(not());
      }
      if (accept("(")) {
        Expression inner = or();
        require(")");
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Expression comparison() {
    String name = word("an attribute's name");
    for (var sign : Sign.values()) {
      if (accept(sign.text)) {
        return new Expression.Compare(name, sign.operator, literal());
      }
    }
    int before = at;
    if (acceptWord("in")) {
      return in(name);
    }
    if (acceptWord("not")) {
      if (acceptWord("in")) {
        return new Expression.Not(in(name));
      }
      at = before;
      throw expected("in after not");
    }
    return new Expression.Has(name);
  }

  private Expression in(String name) {
    require("(");
    List<Expression.Literal> values = new ArrayList<>();
    do {
      values.add(literal());
    } while (accept(","));
    require(")");
    return new Expression.In(name, List.copyOf(values));
  }

  private Expression.Literal literal() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '"') {
      int end = text.indexOf('"', at + 1);
      if (end < 0) {
        throw expected("a closing quote");
      }
      String quoted = text.substring(at + 1, end);
      at = end + 1;
      return Expression.Literal.quoted(quoted);
    }
    return Expression.Literal.word(word("a value"));
  }

  private String word(String what) {
    skipBlanks();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || "._-+/:".indexOf(c) >= 0;
  }

  private boolean acceptWord(String word) {
    skipBlanks();
    int end = at + word.length();
    if (text.startsWith(word, at) && (end == text.length() || !isWord(text.charAt(end)))) {
      at = end;
      return true;
    }
    return false;
  }

  private boolean accept(String sign) {
    skipBlanks();
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  private void require(String sign) {
    if (!accept(sign)) {
      throw expected(sign);
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private GridException expected(String what) {
    String rest = text.substring(Math.min(at, text.length()));
    String place =
        rest.isEmpty()
            ? "at its end"
            : "before \"" + (rest.length() <= 40 ? rest : rest.substring(0, 37) + "...") + "\"";
    return GridException.invalid("constraint", text, what + " " + place);
  }

  /** The comparison signs, longer ones first where one starts with another. */
  private enum Sign {
    EQ("==", Expression.Operator.EQ),
    NE("!=", Expression.Operator.NE),
    LE("<=", Expression.Operator.LE),
    GE(">=", Expression.Operator.GE),
    LT("<", Expression.Operator.LT),
    GT(">", Expression.Operator.GT);

    private final String text;
    private final Expression.Operator operator;

    Sign(String text, Expression.Operator operator) {
      this.text = text;
      this.operator = operator;
    }
  }
}
