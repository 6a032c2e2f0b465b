package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.KernelPlan.Download;
import io.gridmill.job.kernel.KernelPlan.Step;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import io.gridmill.job.kernel.KernelPlan.Upload;
import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The device's copies of arrays that no launch uses, such as those of empty ranges: kept on the
 * host, since nothing on the device asks for them. Arrays have no equality but their identity.
 */
final class ArraysAside {
  private final List<Step> steps;
  private final Map<Object, Object> copies = new HashMap<>();

  ArraysAside(List<Step> steps) {
    List<Object> wanted =
        steps.stream()
            .filter(Download.class::isInstance)
            .map(step -> ((Download) step).array())
            .toList();
    this.steps =
        steps.stream()
            .filter(s -> !(s instanceof Upload up) || wanted.contains(up.array()))
            .toList();
  }

  /** Carries out the steps of one run. */
  void run() {
    for (Step step : steps) {
      switch (step) {
        case Upload(Object array, Transfer when) -> {
          if (when == Transfer.EVERY_RUN || !copies.containsKey(array)) {
            copies.put(array, copy(array));
          }
        }
        case Download(Object array) ->
            System.arraycopy(copies.get(array), 0, array, 0, Array.getLength(array));
        default -> throw new IllegalStateException(step + " is no transfer");
      }
    }
  }

  static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }
}
