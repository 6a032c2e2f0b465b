package io.gridmill.job;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A condition on the attributes of a node, such as {@code gpu.memory >= 24GiB && region in (eu,
 * us)}.
 *
 * <p>Grammar: {@code or := and ('||' and)*}, {@code and := not ('&&' not)*}, {@code not := '!' not
 * | '(' or ')' | name | name op value | name ['not'] 'in' '(' value (',' value)* ')'}, with the
 * operators {@code == != < <= > >=}. A bare name holds where the node has that attribute and it is
 * not {@code false}. Values are words, numbers, sizes ({@code 24GiB}) or {@code "quoted text"}.
 * Both sides of a comparison that read as sizes or numbers are compared as such, others as text. A
 * comparison with an attribute that a node lacks is false, {@code !=} and {@code not in} are true.
 */
public final class Constraint {
  /** Holds for every node. */
  public static final Constraint ANY = new Constraint("", Expression.TRUE);

  private final String text;
  private final Expression expression;

  private Constraint(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * Reads a constraint; empty text is {@link #ANY}.
   *
   * @throws GridException with {@link ErrorCode#INVALID_ARGUMENT}, which shows the place
   */
  public static Constraint parse(String text) {
    return text.isBlank()
        ? ANY
        : new Constraint(text.strip(), new ConstraintParser(text.strip()).parse());
  }

  /** Whether a node with these attributes may run the task. */
  public boolean holds(Map<String, String> attributes) {
    return expression.holds(attributes);
  }

  /** The names of the attributes that it speaks of, in order. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    expression.collectNames(names);
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constraint that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text that it was read from. */
  @Override
  public String toString() {
    return text;
  }
}
