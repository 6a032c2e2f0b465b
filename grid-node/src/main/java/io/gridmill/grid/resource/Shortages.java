package io.gridmill.grid.resource;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
      String node, String memberId, Path dir, ByteSize free, ByteSize least, Instant since) {

    /** What those are told who want something new to be kept. */
    public GridException refusal() {
      return new GridException(
          ErrorCode.STORAGE_FULL,
          "node "
              + node
              + " had "
              + free
              + " left on the disk of "
              + dir
              + " (expected: at least "
              + least
              + "; make room there, and new work is taken again; what runs goes on)");
    }
  }

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

  /** Those of nodes that are there. */
  public List<Shortage> of(Collection<Member> members) {
    Set<String> ids = members.stream().map(Member::id).collect(Collectors.toSet());
    return all().stream().filter(s -> ids.contains(s.memberId())).toList();
  }
}
