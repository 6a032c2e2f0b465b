package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Hands over the results of an array's items while it runs, each once. */
public final class GrowingResults {
  private final TaskBoard board;
  private final boolean asTheyCome;
  private List<Interval> written = List.of();

  /**
   * Nothing is handed over yet.
   *
   * @param asTheyCome whether items are written as soon as they are done, in objects with their
   *     numbers; else in their order, the bare results
   */
  public GrowingResults(TaskBoard board, boolean asTheyCome) {
    this.board = board;
    this.asTheyCome = asTheyCome;
  }

  /** Writes what is done now and was not written before, a line an item. */
  public void write(Task task, OutputStream out, Function<ArtifactRef, InputStream> artifacts)
      throws IOException {
    ArrayState array = task.array();
    if (array == null) {
      return;
    }
    for (Interval done : array.done()) {
      if (!asTheyCome && done.from() > 0) {
        break;
      }
      for (Interval fresh : done.withoutSorted(written)) {
        OutputStream lines = asTheyCome ? new Numbered(out, fresh.from()) : out;
        board.resultsFrom(task, fresh.from()).writeTo(fresh, lines, artifacts);
        written = Interval.add(written, fresh);
      }
    }
    out.flush();
  }

  /** Makes an object of each line, with the item's number. */
  private static final class Numbered extends FilterOutputStream {
    private long item;
    private boolean inLine;

    Numbered(OutputStream out, long first) {
      super(out);
      this.item = first;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      int at = from;
      int past = from + count;
      while (at < past) {
        if (!inLine) {
          text("{\"item\":" + item++ + ",\"result\":");
          inLine = true;
        }
        int end = at;
        while (end < past && bytes[end] != '\n') {
          end++;
        }
        out.write(bytes, at, end - at);
        at = end;
        if (end < past) {
          text("}\n");
          inLine = false;
          at++;
        }
      }
    }

    private void text(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
