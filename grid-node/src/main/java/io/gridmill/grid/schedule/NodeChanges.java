package io.gridmill.grid.schedule;

import org.jspecify.annotations.Nullable;

/** The last changes of nodes, in order, for those who keep something of nodes by what is free. */
final class NodeChanges {
  private @Nullable NodeSlots[] ring = new NodeSlots[64];
  private long end;
  private long epoch;

  /** Where the next change will be. */
  long end() {
    return end;
  }

  /** Changes whenever nodes come, go or offer something else: what was kept is void. */
  long epoch() {
    return epoch;
  }

  /** Takes note of a change; returns its index. */
  long add(NodeSlots node) {
    ring[(int) (end & (ring.length - 1))] = node;
    return end++;
  }

  /** Voids what was kept, and makes room for twice as many changes as there are nodes. */
  void renew(int nodes) {
    epoch++;
    int size = Math.max(64, Integer.highestOneBit(Math.max(1, 2 * nodes)) * 2);
    if (size > ring.length) {
      ring = new NodeSlots[size];
    }
  }

  /** Whether all changes from there on are still known. */
  boolean reaches(long from) {
    return end - from <= ring.length;
  }

  @Nullable NodeSlots at(long index) {
    return ring[(int) (index & (ring.length - 1))];
  }
}
