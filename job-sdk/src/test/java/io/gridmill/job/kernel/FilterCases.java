package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.kernel.Filters.Border;
import java.util.Arrays;
import java.util.stream.Stream;

/** What {@link Filters} claims. */
final class FilterCases {

  private FilterCases() {}

  static Stream<KernelCase> all() {
    return Stream.of(
            new int[] {0, 5, 3, 3},
            new int[] {1, 1, 1, 1},
            new int[] {1, 1, 3, 5},
            new int[] {2, 3, 7, 9},
            new int[] {5, 4, 3, 3},
            new int[] {17, 31, 5, 3},
            new int[] {33, 65, 1, 7},
            new int[] {64, 64, 7, 1})
        .flatMap(
            s ->
                Arrays.stream(Border.values())
                    .map(
                        border ->
                            new KernelCase(
                                "convolve " + Arrays.toString(s) + " " + border,
                                a -> convolves(a, s, border))));
  }

  private static void convolves(Accelerator accelerator, int[] s, Border border) {
    int height = s[0];
    int width = s[1];
    int h = s[2];
    int w = s[3];
    float[] image = KernelCase.floats(height * width);
    float[] weights = KernelCase.floats(h * w);
    float[] out = new float[height * width];
    try (KernelGraph g = accelerator.graph("convolve")) {
      Filters.convolve(g, height, width, image, h, w, weights, border, out).download(out).run();
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int p = 0; p < h; p++) {
          for (int q = 0; q < w; q++) {
            int row = y + h / 2 - p;
            int column = x + w / 2 - q;
            boolean inside = row >= 0 && row < height && column >= 0 && column < width;
            if (inside || border == Border.NEAREST) {
              int at = Math.clamp(row, 0, height - 1) * width + Math.clamp(column, 0, width - 1);
              sum += weights[p * w + q] * image[at];
            }
          }
        }
        assertThat(out[y * width + x]).isEqualTo(sum);
      }
    }
  }
}
