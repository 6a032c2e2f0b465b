package io.gridmill.examples;

import io.gridmill.job.GridException;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be made of a picture, one colour at a time; beyond its edges lies its edge. */
public enum PictureFilter {
  /** A Gaussian blur of two pixels' standard deviation, by rows and by columns. */
  BLUR,
  /** Differences to the four neighbours, added. */
  SHARPEN,
  /** As if lit from the upper left. */
  EMBOSS,
  /** How steep brightness is: the length of the gradient by Sobel's weights. */
  EDGES;

  private static final Weights BLUR_ROWS = Weights.gaussian(2, 6, true);
  private static final Weights BLUR_COLUMNS = Weights.gaussian(2, 6, false);
  private static final Weights SHARPER = new Weights(3, 3, 0, -1, 0, -1, 5, -1, 0, -1, 0);
  private static final Weights RELIEF = new Weights(3, 3, -2, -1, 0, -1, 1, 1, 0, 1, 2);
  private static final Weights ACROSS = new Weights(3, 3, -1, 0, 1, -2, 0, 2, -1, 0, 1);
  private static final Weights DOWN = new Weights(3, 3, -1, -2, -1, 0, 0, 0, 1, 2, 1);

  /** The filter of a name, in any case. */
  static PictureFilter of(String name) {
    return Arrays.stream(values())
        .filter(filter -> filter.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> GridException.invalid("filter", name, names()));
  }

  private static String names() {
    return Arrays.stream(values())
        .map(filter -> filter.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** Adds to a graph what makes {@code out} of a colour. */
  void add(KernelGraph graph, int height, int width, float[] colour, float[] out) {
    float[] between = new float[out.length];
    switch (this) {
      case BLUR -> {
        BLUR_ROWS.add(graph, height, width, colour, between);
        BLUR_COLUMNS.add(graph, height, width, between, out);
      }
      case SHARPEN -> SHARPER.add(graph, height, width, colour, out);
      case EMBOSS -> RELIEF.add(graph, height, width, colour, out);
      case EDGES -> {
        ACROSS.add(graph, height, width, colour, between);
        DOWN.add(graph, height, width, colour, out);
        graph.launch(Range.of(out.length), PictureFilter::length, between, out);
      }
    }
  }

  /** A kernel: the length of the vector of two numbers. */
  private static void length(int i, float[] x, float[] y) {
    y[i] = (float) Math.sqrt(x[i] * x[i] + y[i] * y[i]);
  }

  /** One pixel of {@link #add}'s result by the definition, for comparing with. */
  float at(int y, int x, int height, int width, float[] colour) {
    return switch (this) {
      case BLUR ->
          BLUR_COLUMNS.over(
              y, x, height, width, (r, c) -> BLUR_ROWS.at(r, c, height, width, colour));
      case SHARPEN -> SHARPER.at(y, x, height, width, colour);
      case EMBOSS -> RELIEF.at(y, x, height, width, colour);
      case EDGES -> {
        float across = ACROSS.at(y, x, height, width, colour);
        float down = DOWN.at(y, x, height, width, colour);
        yield (float) Math.sqrt(across * across + down * down);
      }
    };
  }
}
