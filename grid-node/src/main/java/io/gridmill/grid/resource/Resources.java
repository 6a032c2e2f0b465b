package io.gridmill.grid.resource;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The nodes that offer something: the only writer of the table {@code resources}. */
public final class Resources {
  private static final Schema<String, NodeReport> SCHEMA =
      new Schema<>(
          "resources",
          k -> k,
          k -> k,
          NodeReport.class,
          1,
          List.of(
              Column.text("member", r -> r.offer().memberId()),
              Column.number("beat", NodeReport::beat)),
          Schema.Placement.EVERYWHERE);

  private final Table<String, NodeReport> nodes;

  public Resources(Tables tables) {
    this.nodes = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /** Keeps a node's latest report. */
  public void report(NodeReport report) {
    nodes.put(report.offer().name(), report);
  }

  /** Forgets a node that has left. */
  public void remove(String name) {
    nodes.remove(name);
  }

  public List<NodeReport> all() {
    return nodes.find(Query.ALL);
  }

  public Optional<NodeReport> get(String name) {
    return nodes.get(name);
  }

  /** Tells of every report. */
  public Table.Subscription watch(Consumer<List<NodeReport>> listener) {
    return nodes.watch(
        Query.ALL,
        changes -> listener.accept(changes.stream().flatMap(c -> c.row().stream()).toList()));
  }
}
