package io.gridmill.grid.simulate;

import java.util.ArrayDeque;
import java.util.Deque;

/** Changes of rows that are not synced to disk yet; none are kept unless that is asked for. */
public final class Journal {
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private boolean on;

  Journal() {}

  /** Keeps changes from now on. */
  public void keep() {
    on = true;
  }

  void changed(Runnable undoing) {
    if (on) {
      undo.addLast(undoing);
    }
  }

  boolean isKept() {
    return on;
  }

  /** How many changes could be lost. */
  public int size() {
    return undo.size();
  }

  /** All that was written is safe, as it is before anybody outside hears that it was written. */
  public void sync() {
    undo.clear();
  }

  /** Takes the last changes back, as if they had never been written; nobody is told. */
  public void lose(int changes) {
    for (int i = 0; i < changes && !undo.isEmpty(); i++) {
      undo.removeLast().run();
    }
  }
}
