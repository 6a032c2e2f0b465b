package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of an array's items that are done, as newline-delimited JSON, a line an item in the
 * items' order.
 *
 * <p>Where two kept ranges overlap, the one of the lease counts that has the credit, else the one
 * of the later lease: items are leased again only while they are not done, so an earlier lease's
 * results for them were never committed.
 */
public final class ItemResults {
  private static final int ROWS_AT_ONCE = 16;
  private static final byte[] NULL_LINE = {'n', 'u', 'l', 'l', '\n'};

  private final Items items;
  private final TaskId task;
  private final ArrayState array;
  private final List<ItemRange> open = new ArrayList<>();
  private final Deque<ItemRange> fetched = new ArrayDeque<>();
  private long nextFetch;
  private boolean allFetched;

  ItemResults(Items items, TaskId task, ArrayState array, long from) {
    this.nextFetch = from;
    this.items = items;
    this.task = task;
    this.array = array;
  }

  /**
   * Writes all lines.
   *
   * @param artifacts opens ranges that are kept as artifacts
   */
  public void writeTo(OutputStream out, Function<ArtifactRef, InputStream> artifacts)
      throws IOException {
    writeTo(new Interval(0, array.count()), out, artifacts);
  }

  /** Writes the lines of some items, which must be done and come after those written before. */
  public void writeTo(
      Interval wanted, OutputStream out, Function<ArtifactRef, InputStream> artifacts)
      throws IOException {
    long at = wanted.from();
    while (at < wanted.to()) {
      long here = at;
      open.removeIf(r -> r.to() <= here);
      long next = Math.min(wanted.to(), admit(at));
      Interval aside = covering(array.setAside(), at);
      if (aside != null) {
        long end = Math.min(aside.to(), next);
        writeNulls(end - at, out);
        at = end;
        continue;
      }
      for (Credit credit : array.credits()) {
        next = credit.from() > at ? Math.min(next, credit.from()) : next;
        next = credit.to() > at ? Math.min(next, credit.to()) : next;
      }
      ItemRange best = best(at);
      if (best == null) {
        throw new IOException("task " + task + " lost the results of items from " + at);
      }
      long end = Math.min(best.to(), next);
      write(best, at, end, out, artifacts);
      at = end;
    }
  }

  private @Nullable ItemRange best(long at) {
    for (Credit credit : array.credits()) {
      if (credit.from() <= at && at < credit.to()) {
        return open.stream().filter(r -> r.lease() == credit.lease()).findFirst().orElse(null);
      }
    }
    return open.stream().max(Comparator.comparingLong(ItemRange::lease)).orElse(null);
  }

  private static @Nullable Interval covering(List<Interval> all, long item) {
    for (Interval one : all) {
      if (one.from() <= item && item < one.to()) {
        return one;
      }
    }
    return null;
  }

  /** Adds the ranges that cover an item; returns where the first later one begins. */
  private long admit(long at) {
    ItemRange head = peek();
    while (head != null && head.from() <= at) {
      fetched.remove();
      if (head.to() > at) {
        open.add(head);
      }
      head = peek();
    }
    return head == null ? array.count() : head.from();
  }

  private @Nullable ItemRange peek() {
    if (fetched.isEmpty() && !allFetched) {
      fetch();
    }
    return fetched.peek();
  }

  /** Fetches some rows, and with one of them all that begin at the same item. */
  private void fetch() {
    int most = ROWS_AT_ONCE;
    List<ItemRange> rows = items.from(task, nextFetch, most);
    while (rows.size() == most && rows.getFirst().from() == rows.getLast().from()) {
      most *= 2;
      rows = items.from(task, nextFetch, most);
    }
    allFetched = rows.size() < most;
    for (ItemRange row : rows) {
      // The last one's like may be missing yet.
      if (allFetched || row.from() < rows.getLast().from()) {
        fetched.add(row);
        nextFetch = row.from() + 1;
      }
    }
  }

  private static void write(
      ItemRange range,
      long from,
      long to,
      OutputStream out,
      Function<ArtifactRef, InputStream> artifacts)
      throws IOException {
    if (range.ref() != null) {
      try (InputStream lines = artifacts.apply(range.ref())) {
        copy(lines, from - range.from() + range.skip(), to - from, out);
      }
    } else if (range.lines().length == 0) {
      writeNulls(to - from, out);
    } else {
      copy(range.lines(), from - range.from() + range.skip(), to - from, out);
    }
  }

  private static void writeNulls(long items, OutputStream out) throws IOException {
    for (long i = 0; i < items; i++) {
      out.write(NULL_LINE);
    }
  }

  private static void copy(byte[] lines, long skip, long take, OutputStream out)
      throws IOException {
    int start = endOf(lines, 0, skip);
    int end = endOf(lines, start, take);
    out.write(lines, start, end - start);
  }

  private static int endOf(byte[] lines, int from, long count) {
    int at = from;
    for (long n = 0; n < count; at++) {
      if (lines[at] == '\n') {
        n++;
      }
    }
    return at;
  }

  private static void copy(InputStream lines, long skip, long take, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long line = 0;
    for (int n = lines.read(buffer); n > 0 && line < skip + take; n = lines.read(buffer)) {
      int start = line >= skip ? 0 : n;
      int i = 0;
      for (; i < n && line < skip + take; i++) {
        if (buffer[i] == '\n' && ++line == skip) {
          start = i + 1;
        }
      }
      if (start < i) {
        out.write(buffer, start, i - start);
      }
    }
  }
}
