package io.gridmill.worker.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a copied method, and the one exit that each of its loops is given.
 *
 * <p>Devices' compilers are wrong about loops that are left at several places. In the copy, a way
 * out of such a loop stores its number and goes back to the header, which leaves:
 *
 * <pre>
 *   enter:  exit = 0
 *   again:  if (exit != 0) goto leave
 *           …                           // a branch to X outside becomes: exit = 1; goto again
 *   leave:  if (exit == 1) goto X; if (exit == 2) goto Y; …
 * </pre>
 */
final class LoopExits {

  /** A loop with more than one exit. */
  private final class Changed {
    final Loops.Loop loop;
    final Label again = code.newLabel();
    final Label leave = code.newLabel();
    final Map<Integer, Label> ways = new LinkedHashMap<>();
    int slot;

    Changed(Loops.Loop loop) {
      this.loop = loop;
    }
  }

  private final CodeBuilder code;
  private final ControlFlow flow;
  private final Loops loops;
  private final Label[] starts;
  private final Map<Loops.Loop, Changed> changed = new LinkedHashMap<>();
  private final Map<Integer, Changed> byHeader = new HashMap<>();

  LoopExits(CodeBuilder code, ControlFlow flow, Loops loops) {
    this.code = code;
    this.flow = flow;
    this.loops = loops;
    this.starts = new Label[flow.size()];
    for (int b = 0; b < starts.length; b++) {
      starts[b] = code.newLabel();
    }
    for (Loops.Loop loop : loops.all()) {
      if (loop.exits() > 1) {
        Changed one = new Changed(loop);
        changed.put(loop, one);
        byHeader.put(loop.header(), one);
      }
    }
  }

  /** How many local variables it needs. */
  int slots() {
    return changed.size();
  }

  void setSlots(int first) {
    int slot = first;
    for (Changed one : changed.values()) {
      one.slot = slot++;
    }
  }

  /** Writes what comes before a block. */
  void begin(int block) {
    code.labelBinding(starts[block]);
    Changed entered = byHeader.get(block);
    if (entered != null) {
      code.iconst_0().istore(entered.slot);
      code.labelBinding(entered.again).iload(entered.slot).ifne(entered.leave);
    }
  }

  /** Where a branch of a block goes. */
  Label label(int block, Label target) {
    return label(loops.around(block), flow.at(target));
  }

  /** Writes the way from a block to the next. */
  void fallThrough(int block) {
    Label next = label(loops.around(block), block + 1);
    if (next != starts[block + 1]) {
      code.goto_(next);
    }
  }

  /** Writes the ways out of all loops; those of inner ones can lead out of outer ones. */
  void finish() {
    for (Changed one : changed.values()) {
      List<Integer> targets = new ArrayList<>(one.ways.keySet());
      for (int t = 0; t < targets.size(); t++) {
        code.labelBinding(one.ways.get(targets.get(t)));
        code.loadConstant(t + 1).istore(one.slot).goto_(one.again);
      }
      code.labelBinding(one.leave);
      for (int t = 0; t < targets.size(); t++) {
        Label target = label(one.loop.parent(), targets.get(t));
        if (t + 1 < targets.size()) {
          code.iload(one.slot).loadConstant(t + 1).if_icmpeq(target);
        } else {
          code.goto_(target);
        }
      }
    }
  }

  private Label label(Loops.@Nullable Loop from, int target) {
    Loops.Loop loop = from;
    while (loop != null && !loop.contains(target)) {
      Changed one = changed.get(loop);
      if (one != null) {
        return one.ways.computeIfAbsent(target, _ -> code.newLabel());
      }
      loop = loop.parent();
    }
    Changed back = byHeader.get(target);
    return back != null && back.loop == loop ? back.again : starts[target];
  }
}
