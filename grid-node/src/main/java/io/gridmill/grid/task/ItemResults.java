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

/**
 * The results of an array that is complete, as newline-delimited JSON, a line an item in the items'
 * order.
 *
 * <p>Where two kept ranges overlap, the one of the later lease counts: items are leased again only
 * while they are not done, so an earlier lease's results for them were never committed.
 */
public final class ItemResults {
  private static final int ROWS_AT_ONCE = 16;
  private static final byte[] NULL_LINE = {'n', 'u', 'l', 'l', '\n'};

  private final Items items;
  private final TaskId task;
  private final long count;
  private final Deque<ItemRange> fetched = new ArrayDeque<>();
  private long nextFetch;
  private boolean allFetched;

  ItemResults(Items items, TaskId task, long count) {
    this.items = items;
    this.task = task;
    this.count = count;
  }

  /**
   * Writes all lines.
   *
   * @param artifacts opens ranges that are kept as artifacts
   */
  public void writeTo(OutputStream out, Function<ArtifactRef, InputStream> artifacts)
      throws IOException {
    long at = 0;
    List<ItemRange> open = new ArrayList<>();
    while (at < count) {
      long here = at;
      open.removeIf(r -> r.to() <= here);
      long next = admit(open, at);
      ItemRange best = open.stream().max(Comparator.comparingLong(ItemRange::lease)).orElse(null);
      if (best == null) {
        throw new IOException("task " + task + " lost the results of items from " + at);
      }
      long end = Math.min(best.to(), next);
      write(best, at, end, out, artifacts);
      at = end;
    }
  }

  /** Adds the ranges that cover an item; returns where the first later one begins. */
  private long admit(List<ItemRange> open, long at) {
    ItemRange head = peek();
    while (head != null && head.from() <= at) {
      fetched.remove();
      if (head.to() > at) {
        open.add(head);
      }
      head = peek();
    }
    return head == null ? count : head.from();
  }

  private @org.jspecify.annotations.Nullable ItemRange peek() {
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
        copy(lines, from - range.from(), to - from, out);
      }
    } else if (range.lines().length == 0) {
      for (long i = from; i < to; i++) {
        out.write(NULL_LINE);
      }
    } else {
      copy(range.lines(), from - range.from(), to - from, out);
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
