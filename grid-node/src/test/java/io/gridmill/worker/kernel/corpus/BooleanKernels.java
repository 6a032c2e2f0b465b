package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.booleans;

import io.gridmill.worker.kernel.KernelRefusal;
import java.util.List;

/** Kernels on boolean. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class BooleanKernels {

  private BooleanKernels() {}

  static List<KernelCase> all() {
    return List.of(
        booleans("boolean and", BooleanKernels::and).refused(KernelRefusal.BOOLEAN_ARRAY),
        booleans("boolean or else", BooleanKernels::orElse).refused(KernelRefusal.BOOLEAN_ARRAY),
        booleans("boolean exclusive or", BooleanKernels::exclusiveOr)
            .refused(KernelRefusal.BOOLEAN_ARRAY),
        booleans("boolean not", BooleanKernels::not).refused(KernelRefusal.BOOLEAN_ARRAY),
        booleans("boolean select", BooleanKernels::select).refused(KernelRefusal.BOOLEAN_ARRAY),
        booleans("boolean equal", BooleanKernels::equal).refused(KernelRefusal.BOOLEAN_ARRAY));
  }

  static void and(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    boolean y = b[i];
    r[i] = x & y;
  }

  static void orElse(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    boolean y = b[i];
    r[i] = x || y;
  }

  static void exclusiveOr(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    boolean y = b[i];
    r[i] = x ^ y;
  }

  static void not(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    r[i] = !x;
  }

  static void select(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    boolean y = b[i];
    r[i] = x ? y : !y;
  }

  static void equal(int i, boolean[] a, boolean[] b, boolean[] r) {
    boolean x = a[i];
    boolean y = b[i];
    r[i] = x == y;
  }
}
