package io.gridmill.job.runtime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of consecutive items, as they are gathered. */
final class RangeBuffer {
  private static final byte[] NULL = {'n', 'u', 'l', 'l', '\n'};
  private static final long[] NO_BITS = {};
  private static final byte[] NO_BYTES = {};

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 12);
  private final List<ItemFailure> failures = new ArrayList<>();
  private @Nullable BitSet failed;
  private final @Nullable Combiner combiner;
  private @Nullable Object combined;
  private long from;
  private int count;
  private boolean allNull = true;

  /** Makes one result of two. */
  interface Combiner {
    Object combine(Object one, Object other) throws JobFailure;
  }

  RangeBuffer(long from) {
    this(from, null);
  }

  /**
   * @param combiner makes one line of all results; null for a line an item
   */
  RangeBuffer(long from, @Nullable Combiner combiner) {
    this.from = from;
    this.combiner = combiner;
  }

  void add(@Nullable Object result) throws JobFailure {
    if (combiner != null) {
      if (result != null) {
        combined = combined == null ? result : combiner.combine(combined, result);
      }
      count++;
    } else if (result != null) {
      addLine(Values.line(result));
    } else {
      addNull();
    }
  }

  void addFailed(Throwable thrown) {
    if (failed == null) {
      failed = new BitSet();
    }
    failed.set(count);
    if (failures.size() < RangeResult.MAX_FAILURES) {
      failures.add(new ItemFailure(from + count, Failures.describe(thrown)));
    }
    addNull();
  }

  private void addNull() {
    if (!allNull && combiner == null) {
      lines.writeBytes(NULL);
    }
    count++;
  }

  private void addLine(byte[] json) {
    if (allNull) {
      for (int i = 0; i < count; i++) {
        lines.writeBytes(NULL);
      }
      allNull = false;
    }
    replaceLineFeeds(json);
    lines.writeBytes(json);
    lines.write('\n');
    count++;
  }

  /** In JSON, only raw JSON within it has any, and there they are white space. */
  private static void replaceLineFeeds(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n') {
        json[i] = ' ';
      }
    }
  }

  int count() {
    return count;
  }

  boolean isAllNull() {
    return allNull;
  }

  int bytes() {
    return lines.size();
  }

  /** Hands over what has been gathered, and starts with the next item. */
  RangeResult take() {
    if (combined != null) {
      byte[] json = Values.line(combined);
      replaceLineFeeds(json);
      lines.writeBytes(json);
      lines.write('\n');
      allNull = false;
      combined = null;
    }
    RangeResult part =
        new RangeResult(
            from,
            from + count,
            allNull,
            allNull ? NO_BYTES : lines.toByteArray(),
            failed == null ? NO_BITS : failed.toLongArray(),
            List.copyOf(failures));
    from += count;
    count = 0;
    allNull = true;
    failed = null;
    failures.clear();
    lines.reset();
    return part;
  }
}
