package io.gridmill.grid.resource;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.GridException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When nodes are to be free of work: the only writer of the table {@code maintenance}. */
public final class Maintenance {
  private static final Schema<String, Window> SCHEMA =
      new Schema<>(
          "maintenance",
          k -> k,
          k -> k,
          Window.class,
          1,
          List.of(Column.text("node", Window::node)),
          Schema.Placement.EVERYWHERE);

  private final Table<String, Window> windows;

  /**
   * A time in which a node is given nothing, and before which it is given nothing that would last
   * into it.
   *
   * @param node its name
   * @param until when it may work again; null: when somebody says so
   */
  public record Window(
      String node, Instant from, @Nullable Instant until, @Nullable String reason) {
    public Window {
      if (until != null && !until.isAfter(from)) {
        throw GridException.invalid("until", until, "later than from, " + from);
      }
    }

    /** Whether it is over. */
    public boolean isOver(Instant now) {
      return until != null && !now.isBefore(until);
    }
  }

  public Maintenance(Tables tables) {
    this.windows = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /** Plans a window, instead of the one that the node may have. */
  public void plan(Window window) {
    windows.put(window.node(), window);
  }

  /** Lets a node work again; tells whether a window was planned. */
  public boolean remove(String node) {
    return windows.remove(node);
  }

  public Optional<Window> get(String node) {
    return windows.get(node);
  }

  public List<Window> all() {
    return windows.find(Query.ALL);
  }

  /** Tells that windows have changed. */
  public Table.Subscription watch(Consumer<List<Table.Change<String, Window>>> listener) {
    return windows.watch(Query.ALL, listener);
  }
}
