package io.gridmill.grid.simulate;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;

/** How a process gets at tables while things go wrong. */
final class FaultyAccess implements Access {
  private final Trouble trouble;
  private final String name;
  private final SimulatedProcess process;

  FaultyAccess(Trouble trouble, SimulatedProcess process) {
    this.trouble = trouble;
    this.name = process.name();
    this.process = process;
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

  private static GridException full(String table) {
    return new GridException(ErrorCode.STORAGE_FULL, "there is no room for a row of " + table);
  }

  @Override
  public void beforeChange(String table, Object key) {
    if (trouble.refuses(table)) {
      throw full(table);
    }
    if (trouble.isCutOff(process) || trouble.failsWrite()) {
      throw away(table);
    }
    if (trouble.crashes()) {
      throw new Crash(name);
    }
  }

  @Override
  public void afterChange(String table, Object key) {
    if (trouble.cutsPower()) {
      throw new Crash(name);
    }
    if (trouble.refusesLate(table)) {
      throw full(table);
    }
    if (trouble.failsWrite()) {
      throw away(table);
    }
    if (trouble.crashes()) {
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
