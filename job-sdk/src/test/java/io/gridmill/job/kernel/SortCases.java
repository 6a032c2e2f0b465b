package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@link Sorts} claims. */
final class SortCases {

  private SortCases() {}

  static Stream<KernelCase> all() {
    return IntStream.concat(KernelCase.lengths(), IntStream.of(2047, 2048, 2049, 65_537))
        .boxed()
        .flatMap(
            n ->
                Stream.of(
                    new KernelCase("sort of " + n, a -> sorts(a, KernelCase.ints(n))),
                    new KernelCase(
                        "sort of equal keys " + n,
                        a -> sorts(a, IntStream.range(0, n).map(i -> i * 7 % 5 - 2).toArray()))));
  }

  private static void sorts(Accelerator accelerator, int[] keys) {
    int[] sorted = keys.clone();
    int[] order = new int[keys.length];
    try (KernelGraph g = accelerator.graph("sort")) {
      Kernels.indices(g, order);
      Sorts.byKey(g, sorted, order).download(sorted, order).run();
    }
    int[] expected =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> keys[i]))
            .mapToInt(i -> i)
            .toArray();
    assertThat(order).isEqualTo(expected);
    assertThat(sorted).isEqualTo(IntStream.of(expected).map(i -> keys[i]).toArray());
  }
}
