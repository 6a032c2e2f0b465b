package io.gridmill.grid.task;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What tasks write: the only writer of the table {@code logs}. Lines are kept in chunks, each put
 * once; the numbers of an attempt's lines start where its runner starts them and grow by one.
 */
public final class TaskLogs {
  private static final Schema<String, Chunk> SCHEMA =
      new Schema<>(
          "logs",
          k -> k,
          k -> k,
          Chunk.class,
          1,
          List.of(Column.<Chunk>text("task", c -> c.task().value()).withIndex()),
          Schema.Placement.EVERYWHERE);

  private final Table<String, Chunk> chunks;

  public TaskLogs(Tables tables) {
    this.chunks = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /**
   * A line of output.
   *
   * @param n counts the lines of one source, from 0
   * @param stream {@code stdout}, {@code stderr} or {@code log}
   */
  public record Line(long n, Instant at, String stream, String text) {}

  /**
   * Lines that one source wrote one after the other.
   *
   * @param source who wrote: an attempt ({@code a1}) or a lease ({@code l7})
   */
  public record Chunk(TaskId task, int attempt, String source, List<Line> lines) {
    public Chunk {
      lines = List.copyOf(lines);
    }
  }

  /** Keeps chunks; a chunk that was kept before is kept once. */
  public void append(List<Chunk> more) {
    Map<String, Chunk> rows = new HashMap<>();
    for (Chunk chunk : more) {
      if (!chunk.lines().isEmpty()) {
        rows.put(chunk.task() + "/" + chunk.source() + "/" + chunk.lines().getFirst().n(), chunk);
      }
    }
    chunks.putAll(rows);
  }

  /** All of a task's chunks, by time. */
  public List<Chunk> read(TaskId task) {
    List<Chunk> all = new ArrayList<>(chunks.find(Query.where("task", task.value())));
    all.sort(
        Comparator.comparing((Chunk c) -> c.lines().getFirst().at())
            .thenComparing(Chunk::source)
            .thenComparingLong(c -> c.lines().getFirst().n()));
    return all;
  }

  /** Tells of new chunks of a task until closed. */
  public Table.Subscription follow(TaskId task, java.util.function.Consumer<List<Chunk>> listener) {
    return chunks.watch(
        Query.where("task", task.value()),
        changes ->
            listener.accept(
                changes.stream().flatMap(c -> c.row().stream()).collect(Collectors.toList())));
  }

  /** Forgets a task's lines. */
  public void remove(TaskId task) {
    List<String> keys = new ArrayList<>();
    for (Chunk chunk : read(task)) {
      keys.add(task + "/" + chunk.source() + "/" + chunk.lines().getFirst().n());
    }
    chunks.removeAll(keys);
  }
}
