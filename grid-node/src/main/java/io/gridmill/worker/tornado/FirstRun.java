package io.gridmill.worker.tornado;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelMethod;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import io.gridmill.job.kernel.Range;
import io.gridmill.worker.kernel.KernelCode;
import io.gridmill.worker.kernel.SampleBudget;
import io.gridmill.worker.kernel.SampleCheck;
import io.gridmill.worker.kernel.SampleOutcome;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The first run of a plan, in which a sample of what the device computes is compared with what the
 * JVM computes, for each kernel that this process has not yet seen with such sizes.
 *
 * <p>If one launch is all there is and what it writes is downloaded, the run itself is compared.
 * Else the launches are first run one by one, each as a graph of its own, on copies of the arrays:
 * that shows what each of them starts from.
 */
final class FirstRun {
  private static final System.Logger log = System.getLogger(FirstRun.class.getName());

  private final TornadoAccelerator on;
  private final DevicePlan plan;
  private Duration cost = Duration.ZERO;
  private int compared;

  FirstRun(TornadoAccelerator on, DevicePlan plan) {
    this.on = on;
    this.plan = plan;
  }

  /** Builds the plan's graph and runs it once. */
  DeviceGraph go() throws Throwable {
    List<Launch> fresh = plan.launches().stream().filter(l -> !on.hasSeen(Shape.of(l))).toList();
    DeviceGraph graph = DeviceGraph.build(on, plan.uploads(), plan.launches(), plan.downloads());
    try {
      if (fresh.isEmpty()) {
        graph.execute();
      } else if (plan.launches().size() > 1) {
        onCopies(fresh);
        graph.execute();
      } else {
        Launch only = fresh.getFirst();
        SampleCheck sample = sample(only);
        if (plan.downloads().containsAll(written(only, sample))) {
          graph.execute();
          compare(only, sample);
        } else {
          onCopies(fresh);
          graph.execute();
        }
      }
    } catch (Throwable e) {
      try {
        graph.close();
      } catch (Throwable second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    fresh.forEach(launch -> on.see(Shape.of(launch)));
    log.log(
        System.Logger.Level.DEBUG,
        "graph {0}: {1} elements of {2} kernels compared with the JVM, in {3}",
        plan.name(),
        compared,
        fresh.size(),
        cost);
    return graph;
  }

  /** Runs launch after launch on copies, to the last one that is to be compared. */
  private void onCopies(List<Launch> fresh) throws Throwable {
    Map<Object, Object> copies = new LinkedHashMap<>();
    plan.uploads().keySet().forEach(array -> copies.put(array, ArraysAside.copy(array)));
    int left = fresh.size();
    for (Launch launch : plan.launches()) {
      if (left == 0) {
        return;
      }
      Launch copied =
          new Launch(
              launch.kernel(),
              launch.range(),
              launch.arguments().stream().map(a -> copies.getOrDefault(a, a)).toList());
      Map<Object, Transfer> uploads = new LinkedHashMap<>();
      DevicePlan.arrays(copied).forEach(array -> uploads.put(array, Transfer.FIRST_RUN));
      SampleCheck sample = fresh.contains(launch) ? sample(copied) : null;
      DeviceGraph single = DeviceGraph.build(on, uploads, List.of(copied), uploads.keySet());
      try {
        single.execute();
      } finally {
        single.close();
      }
      if (sample != null) {
        compare(copied, sample);
        left--;
      }
    }
  }

  private SampleCheck sample(Launch launch) {
    return SampleCheck.before(
        on.classes().code(launch.kernel()),
        launch.range(),
        launch.arguments(),
        SampleBudget.DEFAULT,
        new SplittableRandom());
  }

  private void compare(Launch launch, SampleCheck sample) {
    KernelCode code = on.classes().code(launch.kernel());
    SampleOutcome outcome = sample.after(launch.arguments(), SampleCheck.ulps(code));
    cost = cost.plus(outcome.cost());
    compared += outcome.elements();
    if (!outcome.same()) {
      throw new KernelException(
          ErrorCode.KERNEL_MISMATCH,
          "graph %s: kernel %s over %s computes something else on %s than on the JVM: %d of %d"
                  .formatted(
                      plan.name(),
                      code.name(),
                      launch.range(),
                      on.described().model(),
                      outcome.different(),
                      outcome.elements())
              + " elements that were compared, %s (expected: the same; look for indices that read"
                  .formatted(outcome.examples())
              + " what others write, or run it without a device)",
          null);
    }
  }

  private static List<Object> written(Launch launch, SampleCheck sample) {
    return sample.written().stream().map(a -> launch.arguments().get(a)).toList();
  }

  /**
   * A kernel with sizes: of the range and of the arrays.
   *
   * @param lengths of arrays; -1 for scalars
   */
  record Shape(KernelMethod kernel, Range range, List<Integer> same, List<Integer> lengths) {
    static Shape of(Launch launch) {
      List<Integer> lengths = new ArrayList<>();
      for (Object a : launch.arguments()) {
        lengths.add(a.getClass().isArray() ? Array.getLength(a) : -1);
      }
      return new Shape(
          launch.kernel(), launch.range(), KernelWrapper.same(launch.arguments()), lengths);
    }
  }
}
