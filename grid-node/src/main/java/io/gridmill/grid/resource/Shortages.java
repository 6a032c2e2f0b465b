package io.gridmill.grid.resource;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ByteSize;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The nodes whose disks are nearly full: the only writer of the table {@code shortages}. */
public final class Shortages {
  private static final Schema<String, Shortage> SCHEMA =
      new Schema<>(
          "shortages",
          k -> k,
          k -> k,
          Shortage.class,
          1,
          List.of(Column.text("member", Shortage::memberId)),
          Schema.Placement.CORE);

  private final Table<String, Shortage> rows;

  /**
   * A disk on which there is less room than a node needs to go on.
   *
   * @param dir the node's folder there
   * @param free what is free
   * @param least what there should be at least
   * @param since when that was first so
   */
  public record Shortage(
      String node, String memberId, Path dir, ByteSize free, ByteSize least, Instant since) {}

  public Shortages(Tables tables) {
    this.rows = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /** A node is short of room. */
  public void report(Shortage shortage) {
    rows.put(shortage.node(), shortage);
  }

  /** A node has room again, or is gone. */
  public void remove(String node) {
    rows.remove(node);
  }

  public List<Shortage> all() {
    return rows.find(Query.ALL);
  }
}
