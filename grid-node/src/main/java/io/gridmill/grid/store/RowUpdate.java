package io.gridmill.grid.store;

import io.gridmill.job.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A change of one row. It runs on the node that holds the row, perhaps more than once, so it is a
 * pure function without fields, in a class with a constructor without parameters; argument and
 * answer travel as JSON, unless it says otherwise.
 */
public interface RowUpdate<V, A, R> {
  Class<A> argumentType();

  Class<R> answerType();

  Outcome<V, R> apply(@Nullable V row, A argument);

  /** The argument as it travels. */
  default byte[] argumentBytes(A argument) {
    return Wire.bytes(argument);
  }

  /** The argument that travelled as these bytes. */
  default A argumentFrom(byte[] bytes) {
    return Wire.readOwn(bytes, argumentType());
  }

  /** The answer as it travels. */
  default byte[] answerBytes(R answer) {
    return Wire.bytes(answer);
  }

  /** The answer that travelled as these bytes. */
  default R answerFrom(byte[] bytes) {
    return Wire.readOwn(bytes, answerType());
  }

  /**
   * What a change makes of a row.
   *
   * @param row the row from now on; null removes it; the same instance leaves it as it is
   * @param answer what the caller gets
   */
  record Outcome<V, R>(@Nullable V row, R answer) {
    /** Whether this row, which the change was given, stays as it is. */
    @SuppressWarnings("ReferenceEquality") // a row that is equal by chance is still a change
    public boolean leaves(@Nullable V before) {
      return row == before;
    }
  }
}
