package io.gridmill.grid.task;

/**
 * How far the reduction of an array has come that is done in a tree.
 *
 * <p>Each level goes through all items once, in leases of its own: the first runs them and combines
 * their results in ranges as they come, each further one combines up to {@value #FAN_IN} ranges of
 * the level before to one, until no more than that are left.
 *
 * @param level 0 while the items are run
 * @param source the first lease of the level before
 * @param own the first lease of this level
 * @param inputs how many ranges the level before has made
 * @param ranges how many this one has
 */
public record CombineTree(int level, long source, long own, long inputs, long ranges) {
  /** How many ranges are combined to one, at most. */
  public static final int FAN_IN = 256;

  static final CombineTree LEAVES = new CombineTree(0, 1, 1, 0, 0);

  CombineTree withRange() {
    return new CombineTree(level, source, own, inputs, ranges + 1);
  }

  boolean isWide() {
    return ranges > FAN_IN;
  }

  CombineTree next(long nextLease) {
    return new CombineTree(level + 1, own, nextLease, ranges, 0);
  }

  /** How many items have about as many ranges of the level before as are combined to one. */
  public long itemsAtOnce(long count) {
    return Math.max(1, (long) ((double) count * FAN_IN / Math.max(1, inputs)));
  }
}
