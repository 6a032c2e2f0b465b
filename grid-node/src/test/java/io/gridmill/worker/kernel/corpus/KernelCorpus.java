package io.gridmill.worker.kernel.corpus;

import java.util.List;
import java.util.stream.Stream;

/** All kernels of the corpus. */
public final class KernelCorpus {

  private KernelCorpus() {}

  /** The kernels, each with a name of its own. */
  public static List<KernelCase> all() {
    return Stream.of(
            IntKernels.all(),
            IntBitKernels.all(),
            LongKernels.all(),
            FloatKernels.all(),
            DoubleKernels.all(),
            FloatMathKernels.all(),
            DoubleMathKernels.all(),
            ByteKernels.all(),
            ShortKernels.all(),
            CharKernels.all(),
            BooleanKernels.all(),
            LoopKernels.all(),
            HelperKernels.all(),
            ShapeKernels.all(),
            RefusedKernels.all())
        .flatMap(List::stream)
        .toList();
  }
}
