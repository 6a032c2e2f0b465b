package io.gridmill.grid.simulate;

import io.gridmill.job.GridException;

/** How a process gets at tables, and what goes wrong with that; by default nothing does. */
public interface Access {
  /** Gets at everything at once. */
  Access PERFECT = new Access() {};

  /** The process's name. */
  default String name() {
    return "";
  }

  /**
   * Called before rows are read.
   *
   * @throws GridException if they cannot be
   */
  default void read(String table) {}

  /**
   * Called before a row is changed.
   *
   * @throws GridException if it cannot be
   * @throws Crash if the process does not live to see it
   */
  default void beforeChange(String table, Object key) {}

  /**
   * Called after a row was changed, as if it had not been.
   *
   * @throws GridException if nobody is to know that it was changed
   * @throws Crash if the process does not live to tell
   */
  default void afterChange(String table, Object key) {}

  /** How many nanoseconds the next news of changes takes. */
  default long newsNanos() {
    return 0;
  }

  /** Runs what a watch tells, at its time; nothing runs in a process that is gone. */
  default void after(World world, long nanos, Runnable news) {
    world.after(nanos, news);
  }
}
