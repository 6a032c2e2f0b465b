package io.gridmill.grid.simulate;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;

/** How a process gets at tables while things go wrong. */
final class FaultyAccess implements Access {
  private final Trouble trouble;
  private final String name;
  private final SimulatedProcess process;
  private boolean mayCrash = true;

  FaultyAccess(Trouble trouble, SimulatedProcess process) {
    this.trouble = trouble;
    this.name = process.name();
    this.process = process;
  }

  /** Never dies by itself in the midst of a change. */
  FaultyAccess steady() {
    mayCrash = false;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  private GridException away(String table) {
    return new GridException(
        ErrorCode.UNAVAILABLE, "table " + table + " cannot be reached by " + name);
  }

  @Override
  public void read(String table) {
    if (trouble.isCutOff(process) || trouble.failsRead()) {
      throw away(table);
    }
  }

  @Override
  public void beforeChange(String table, Object key) {
    if (trouble.isCutOff(process) || trouble.failsWrite()) {
      throw away(table);
    }
    if (mayCrash && trouble.crashes()) {
      throw new Crash(name);
    }
  }

  @Override
  public void afterChange(String table, Object key) {
    if (trouble.failsWrite()) {
      throw away(table);
    }
    if (mayCrash && trouble.crashes()) {
      throw new Crash(name);
    }
  }

  @Override
  public long newsNanos() {
    return trouble.nanos();
  }

  @Override
  public void after(World world, long nanos, Runnable news) {
    process.after(nanos, news);
  }
}
