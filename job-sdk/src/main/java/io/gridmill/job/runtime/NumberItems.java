package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import java.lang.reflect.Type;

/** Items that are their own numbers. */
record NumberItems() implements Items {

  @Override
  public Reader reader(long from, long to, Type type) throws JobFailure {
    if (type == Long.class) {
      return new Longs(from);
    }
    if (type == Integer.class && to - 1 <= Integer.MAX_VALUE) {
      return new Integers(Math.toIntExact(from));
    }
    throw JobFailure.of(
        ErrorCode.BAD_INPUT,
        "array.items: missing (expected: lines of "
            + type.getTypeName()
            + ", which the job reads; numbers need a job that reads Long or Integer)");
  }

  private static final class Longs implements Reader {
    private long next;

    Longs(long from) {
      this.next = from;
    }

    @Override
    public Object next() {
      return next++;
    }

    @Override
    public void close() {}
  }

  private static final class Integers implements Reader {
    private int next;

    Integers(int from) {
      this.next = from;
    }

    @Override
    public Object next() {
      return next++;
    }

    @Override
    public void close() {}
  }
}
