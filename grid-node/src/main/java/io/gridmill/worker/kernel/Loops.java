package io.gridmill.worker.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The natural loops of a method. */
final class Loops {

  /** A loop: its header, through which it is entered, and its blocks. */
  static final class Loop {
    private final int header;
    private final BitSet body = new BitSet();
    private int exits;
    private @Nullable Loop parent;

    private Loop(int header) {
      this.header = header;
      body.set(header);
    }

    int header() {
      return header;
    }

    boolean contains(int block) {
      return body.get(block);
    }

    /** The edges that leave it. */
    int exits() {
      return exits;
    }

    /** The smallest loop around it. */
    @Nullable Loop parent() {
      return parent;
    }
  }

  private final ControlFlow flow;
  private final BitSet reached = new BitSet();
  private final BitSet[] dominators;
  private final List<Loop> inner = new ArrayList<>();
  private OptionalInt irreducible = OptionalInt.empty();

  private Loops(ControlFlow flow) {
    this.flow = flow;
    this.dominators = new BitSet[flow.size()];
  }

  static Loops of(ControlFlow flow) {
    Loops loops = new Loops(flow);
    loops.reach();
    loops.dominate();
    loops.collect();
    loops.findSecondEntry();
    return loops;
  }

  /** All loops, inner ones before those around them. */
  List<Loop> all() {
    return inner;
  }

  /** Whether a block can be reached from the entry. */
  boolean reaches(int block) {
    return reached.get(block);
  }

  /** A block of a loop that has two entries, if there is one. */
  OptionalInt irreducible() {
    return irreducible;
  }

  /** The smallest loop that a block is in. */
  @Nullable Loop around(int block) {
    for (Loop loop : inner) {
      if (loop.contains(block)) {
        return loop;
      }
    }
    return null;
  }

  private void reach() {
    List<Integer> open = new ArrayList<>(List.of(0));
    reached.set(0);
    while (!open.isEmpty()) {
      for (int next : flow.successors(open.removeLast())) {
        if (!reached.get(next)) {
          reached.set(next);
          open.add(next);
        }
      }
    }
  }

  private void dominate() {
    for (int b = 0; b < flow.size(); b++) {
      dominators[b] = new BitSet();
      dominators[b].set(0, b == 0 ? 1 : flow.size());
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      BitSet[] next = new BitSet[flow.size()];
      for (int b = reached.nextSetBit(0); b >= 0; b = reached.nextSetBit(b + 1)) {
        for (int successor : flow.successors(b)) {
          if (next[successor] == null) {
            next[successor] = (BitSet) dominators[b].clone();
          } else {
            next[successor].and(dominators[b]);
          }
        }
      }
      for (int b = reached.nextSetBit(1); b >= 0; b = reached.nextSetBit(b + 1)) {
        next[b].set(b);
        if (!next[b].equals(dominators[b])) {
          dominators[b] = next[b];
          changed = true;
        }
      }
    }
  }

  private void collect() {
    Loop[] byHeader = new Loop[flow.size()];
    for (int b = reached.nextSetBit(0); b >= 0; b = reached.nextSetBit(b + 1)) {
      for (int header : flow.successors(b)) {
        if (dominators[b].get(header)) {
          if (byHeader[header] == null) {
            byHeader[header] = new Loop(header);
            inner.add(byHeader[header]);
          }
          grow(byHeader[header], b);
        }
      }
    }
    inner.sort(Comparator.comparingInt(loop -> loop.body.cardinality()));
    for (int l = 0; l < inner.size(); l++) {
      Loop loop = inner.get(l);
      for (int p = l + 1; p < inner.size() && loop.parent == null; p++) {
        if (inner.get(p).contains(loop.header)) {
          loop.parent = inner.get(p);
        }
      }
      loop.body.stream()
          .forEach(
              b ->
                  flow.successors(b).stream()
                      .filter(to -> !loop.contains(to))
                      .forEach(_ -> loop.exits++));
    }
  }

  /** Adds all blocks from which the latch can be reached without the header. */
  private void grow(Loop loop, int latch) {
    List<Integer> open = new ArrayList<>(List.of(latch));
    while (!open.isEmpty()) {
      int block = open.removeLast();
      if (loop.body.get(block)) {
        continue;
      }
      loop.body.set(block);
      for (int b = reached.nextSetBit(0); b >= 0; b = reached.nextSetBit(b + 1)) {
        if (flow.successors(b).contains(block)) {
          open.add(b);
        }
      }
    }
  }

  /** Without the edges back to headers that dominate, what is left of a method has no cycle. */
  private void findSecondEntry() {
    BitSet open = (BitSet) reached.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int b = open.nextSetBit(0); b >= 0; b = open.nextSetBit(b + 1)) {
        int from = b;
        if (flow.successors(b).stream()
            .noneMatch(to -> open.get(to) && !dominators[from].get(to))) {
          open.clear(b);
          changed = true;
        }
      }
    }
    irreducible = open.stream().findFirst();
  }
}
