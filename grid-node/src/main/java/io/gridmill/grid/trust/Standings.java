package io.gridmill.grid.trust;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far nodes are to be believed: the only writer of the table {@code standings}. */
public final class Standings {
  private static final Logger log = LoggerFactory.getLogger(Standings.class);
  private static final Schema<String, Standing> SCHEMA =
      new Schema<>(
          "standings",
          k -> k,
          k -> k,
          Standing.class,
          1,
          List.of(Column.text("node", Standing::node)),
          Schema.Placement.CORE);

  private final Table<String, Standing> rows;
  private final InstantSource clock;

  public Standings(Tables tables, InstantSource clock) {
    this.rows = tables.open(SCHEMA);
    this.clock = clock;
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /**
   * Takes note of what became of results; what it has heard of lately it takes no second note of.
   */
  public void mark(List<Mark> marks) {
    if (marks.isEmpty()) {
      return;
    }
    Map<String, List<Mark>> byNode = new LinkedHashMap<>();
    for (Mark mark : marks) {
      byNode.computeIfAbsent(mark.node(), n -> new ArrayList<>()).add(mark);
      if (!mark.agreed()) {
        log.warn("node {}: its result of {} is not what others agree on", mark.node(), mark.of());
      }
    }
    Map<String, Marks> arguments = new LinkedHashMap<>();
    Instant now = clock.instant();
    byNode.forEach((node, of) -> arguments.put(node, new Marks(node, of, now)));
    rows.updateAll(arguments, new Take());
  }

  public List<Standing> all() {
    return rows.find(Query.ALL);
  }

  /** Tells of standings that have changed. */
  public Table.Subscription watch(Consumer<List<Standing>> listener) {
    return rows.watch(
        Query.ALL,
        changes -> listener.accept(changes.stream().flatMap(c -> c.row().stream()).toList()));
  }

  record Marks(String node, List<Mark> marks, Instant at) {}

  record Taken(boolean known) {}

  static final class Take implements RowUpdate<Standing, Marks, Taken> {
    @Override
    public Class<Marks> argumentType() {
      return Marks.class;
    }

    @Override
    public Class<Taken> answerType() {
      return Taken.class;
    }

    @Override
    public Outcome<Standing, Taken> apply(@Nullable Standing row, Marks marks) {
      Standing next = row == null ? Standing.unknown(marks.node()) : row;
      for (Mark mark : marks.marks()) {
        next = next.with(mark, marks.at());
      }
      return new Outcome<>(next, new Taken(row != null));
    }
  }
}
