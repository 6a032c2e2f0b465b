package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.Range;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A few indices of a launch, computed on the JVM before the device runs it, and compared with what
 * the device has written.
 *
 * <pre>{@code
 * SampleCheck sample = SampleCheck.before(code, range, arguments, SampleBudget.DEFAULT, random);
 * // … the launch, on the device; its arrays copied back …
 * SampleOutcome outcome = sample.after(arguments, SampleCheck.ulps(code));
 * }</pre>
 *
 * <p>Each index is taken to write only elements that are its own, and to read none that another
 * index writes, as kernels must. An element that two sampled indices wrote differently is left out.
 */
public final class SampleCheck {

  private static final int EXAMPLES = 3;
  private static final long ROUGH_ULPS = 64;

  private final Map<Overlay.Element, Object> expected = new HashMap<>();
  private final Set<Overlay.Element> ambiguous = new HashSet<>();
  private int indices;
  private int givenUp;
  private long nanos;

  private SampleCheck() {}

  /**
   * The units in the last place within which a floating-point element of a kernel may differ on a
   * device that computes strictly: 64 for a {@linkplain KernelCode#rough() rough} kernel, else 0.
   */
  public static long ulps(KernelCode code) {
    return code.rough() ? ROUGH_ULPS : 0;
  }

  /**
   * Computes the sample. The arrays are only read.
   *
   * @param arguments what follows the indices; arrays as the device will find them
   * @throws io.gridmill.job.kernel.KernelException if the kernel throws at one of the indices, for
   *     example because it is out of bounds there
   */
  public static SampleCheck before(
      KernelCode code,
      Range range,
      List<Object> arguments,
      SampleBudget budget,
      RandomGenerator random) {
    long start = System.nanoTime();
    SampleCheck check = new SampleCheck();
    TracedKernel kernel = code.traced();
    int corners = SampleIndices.corners(range);
    long begun = System.nanoTime();
    for (int[] index : SampleIndices.of(range, budget.indices(), random)) {
      if (check.indices + check.givenUp >= corners
          && System.nanoTime() - begun > budget.time().toNanos()) {
        break;
      }
      check.take(kernel.at(index, arguments, System.nanoTime() + budget.patience().toNanos()));
    }
    check.nanos = System.nanoTime() - start;
    return check;
  }

  /**
   * Compares with what the device has written.
   *
   * @param arguments the same as {@link #before} was given, after the launch
   * @param ulps how far floating-point elements may differ, in units in the last place of the
   *     larger; all others must be equal, and NaN equals NaN
   */
  public SampleOutcome after(List<Object> arguments, long ulps) {
    long start = System.nanoTime();
    List<SampleOutcome.Difference> examples = new ArrayList<>();
    int different = 0;
    long worst = 0;
    for (Map.Entry<Overlay.Element, Object> entry : expected.entrySet()) {
      Overlay.Element element = entry.getKey();
      Object device = Array.get(arguments.get(element.argument()), element.index());
      long distance = distance(entry.getValue(), device);
      if (distance <= ulps) {
        worst = Math.max(worst, distance);
      } else {
        different++;
        if (examples.size() < EXAMPLES) {
          examples.add(
              new SampleOutcome.Difference(
                  element.argument(), element.index(), entry.getValue(), device));
        }
      }
    }
    return new SampleOutcome(
        indices,
        givenUp,
        expected.size(),
        different,
        List.copyOf(examples),
        worst,
        java.time.Duration.ofNanos(nanos + System.nanoTime() - start));
  }

  /** The positions of the arguments that the sampled indices wrote to, from 0. */
  public Set<Integer> written() {
    return expected.keySet().stream().map(Overlay.Element::argument).collect(Collectors.toSet());
  }

  private void take(Optional<Map<Overlay.Element, Object>> written) {
    if (written.isEmpty()) {
      givenUp++;
      return;
    }
    indices++;
    written
        .get()
        .forEach(
            (element, value) -> {
              Object before = expected.put(element, value);
              if (before != null && !before.equals(value)) {
                ambiguous.add(element);
              }
            });
    expected.keySet().removeAll(ambiguous);
  }

  /** In units in the last place; the largest long for what is simply different. */
  private static long distance(Object jvm, Object device) {
    return switch (jvm) {
      case Float f ->
          ulps(f, (float) device, Math.ulp(Math.max(Math.abs(f), Math.abs((float) device))));
      case Double d ->
          ulps(d, (double) device, Math.ulp(Math.max(Math.abs(d), Math.abs((double) device))));
      default -> jvm.equals(device) ? 0 : Long.MAX_VALUE;
    };
  }

  private static long ulps(double jvm, double device, double ulp) {
    if (Double.compare(jvm, device) == 0) {
      return 0;
    }
    double distance = Math.ceil(Math.abs(jvm - device) / ulp);
    // Zeros of different signs, and NaN or infinities beside numbers.
    return distance >= 1 ? (long) distance : Double.isNaN(distance) ? Long.MAX_VALUE : 1;
  }
}
