package io.gridmill.grid.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Changes of rows that are not synced to disk yet; none are kept unless that is asked for.
 *
 * <p>Rows are in parts, each with a log of its own: a power cut takes of each part the last changes
 * that were not synced, and of one part not those that it takes of another.
 */
public final class Journal {
  private List<Deque<Runnable>> parts = List.of();
  private boolean each;

  Journal() {}

  /**
   * Keeps changes from now on.
   *
   * @param parts how many parts there are
   * @param each whether what is written is synced before its writer goes on, so that only what is
   *     written together can be lost in part
   */
  public void keep(int parts, boolean each) {
    this.parts =
        IntStream.range(0, parts).<Deque<Runnable>>mapToObj(i -> new ArrayDeque<>()).toList();
    this.each = each;
  }

  boolean isKept() {
    return !parts.isEmpty();
  }

  /** How many parts there are; 0 if nothing is kept. */
  public int parts() {
    return parts.size();
  }

  /** The part that a row is in. */
  public int partOf(String table, Object key) {
    return Math.floorMod(31 * table.hashCode() + key.hashCode(), parts.size());
  }

  void changed(String table, Object key, Runnable undoing) {
    if (isKept()) {
      parts.get(partOf(table, key)).addLast(undoing);
    }
  }

  /** A writer is about to hear that what it asked for was written. */
  void written() {
    if (each) {
      sync();
    }
  }

  /** How many changes of a part could be lost. */
  public int size(int part) {
    return parts.get(part).size();
  }

  /** All that was written is safe. */
  public void sync() {
    parts.forEach(Deque::clear);
  }

  /** All that was written of a part is safe. */
  public void sync(int part) {
    parts.get(part).clear();
  }

  /** Takes the last changes of a part back, as if they had never been written; nobody is told. */
  public void lose(int part, int changes) {
    Deque<Runnable> undo = parts.get(part);
    for (int i = 0; i < changes && !undo.isEmpty(); i++) {
      undo.removeLast().run();
    }
  }
}
