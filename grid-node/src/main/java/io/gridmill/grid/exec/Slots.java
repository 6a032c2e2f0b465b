package io.gridmill.grid.exec;

/** The cores and the memory of a node that are not in use. Guarded by the pool's monitor. */
final class Slots {
  private final int cores;
  private int coresFree;
  private long memoryFree;

  Slots(int cores, long memory) {
    this.cores = cores;
    this.coresFree = cores;
    this.memoryFree = memory;
  }

  int coresFree() {
    return Math.max(0, coresFree);
  }

  int cores() {
    return cores;
  }

  boolean takeCores(int wanted) {
    if (coresFree < wanted) {
      return false;
    }
    coresFree -= wanted;
    return true;
  }

  /** Takes cores that may be in use, for something that goes on after a pause. */
  void takeCoresAnyway(int wanted) {
    coresFree -= wanted;
  }

  void giveCores(int given) {
    coresFree += given;
  }

  boolean hasMemory(long wanted) {
    return memoryFree >= wanted;
  }

  void takeMemory(long wanted) {
    memoryFree -= wanted;
  }

  void giveMemory(long given) {
    memoryFree += given;
  }
}
