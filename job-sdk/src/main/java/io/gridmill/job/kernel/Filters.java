package io.gridmill.job.kernel;

/**
 * Convolution of pictures and other grids, row by row in flat arrays: pixel (y, x) of {@code
 * height} x {@code width} is {@code image[y * width + x]}.
 *
 * <p><b>Definition.</b> With weights of odd height {@code h} and width {@code w}, centred:
 *
 * <pre>{@code
 * out(y, x) = Σ p < h, q < w:  weights(p, q) · image(y + h / 2 - p, x + w / 2 - q)
 * }</pre>
 *
 * <p>that is, the weights are turned by half a turn, as a convolution does; for a correlation hand
 * them in turned. What lies outside of the picture is what {@link Border} says.
 *
 * <p><b>Cost.</b> One launch, 2·height·width·h·w operations. A large filter that is a product of a
 * column and a row is faster as two convolutions, {@code h x 1} and {@code 1 x w}.
 *
 * <p><b>Determinism.</b> Products are added in the order of {@code p}, then {@code q}, each
 * rounded: the same bits everywhere. With {@link Border#ZERO} products outside are left out.
 */
public final class Filters {

  /** What a convolution reads outside of the picture. */
  public enum Border {
    /** Zeros. */
    ZERO,
    /** The nearest pixel of the edge: {@code aaa|abcd|ddd}. */
    NEAREST
  }

  private Filters() {}

  /**
   * Convolves a picture with weights.
   *
   * @param height rows of the picture, {@code >= 0}
   * @param width columns of the picture, {@code >= 0}
   * @param image at least height · width pixels
   * @param h rows of the weights, odd
   * @param w columns of the weights, odd
   * @param weights at least h · w
   * @param out at least height · width; neither {@code image} nor {@code weights}
   * @throws IllegalArgumentException if a size or an array does not fit
   */
  public static KernelGraph convolve(
      KernelGraph graph,
      int height,
      int width,
      float[] image,
      int h,
      int w,
      float[] weights,
      Border border,
      float[] out) {
    Shapes.requireSize("height", height, 0);
    Shapes.requireSize("width", width, 0);
    requireOdd("h", h);
    requireOdd("w", w);
    Shapes.requireRoom("image", image, height, width);
    Shapes.requireRoom("weights", weights, h, w);
    Shapes.requireRoom("out", out, height, width);
    Shapes.requireOther("out", out, "image", image);
    Shapes.requireOther("out", out, "weights", weights);
    Range.D2 pixels = Range.of(height, width);
    return switch (border) {
      case ZERO -> graph.launch(pixels, Filters::zero, height, width, image, h, w, weights, out);
      case NEAREST ->
          graph.launch(pixels, Filters::nearest, height, width, image, h, w, weights, out);
    };
  }

  private static void requireOdd(String name, int size) {
    if (size < 1 || size % 2 == 0) {
      throw new IllegalArgumentException(name + ": " + size + " (expected: odd, >= 1)");
    }
  }

  private static void zero(
      int y,
      int x,
      int height,
      int width,
      float[] image,
      int h,
      int w,
      float[] weights,
      float[] out) {
    int top = y + (h >> 1);
    int left = x + (w >> 1);
    int pFrom = top - height + 1 > 0 ? top - height + 1 : 0;
    int pTo = top + 1 < h ? top + 1 : h;
    int qFrom = left - width + 1 > 0 ? left - width + 1 : 0;
    int qTo = left + 1 < w ? left + 1 : w;
    float sum = 0;
    for (int p = pFrom; p < pTo; p++) {
      for (int q = qFrom; q < qTo; q++) {
        sum += weights[p * w + q] * image[(top - p) * width + left - q];
      }
    }
    out[y * width + x] = sum;
  }

  private static void nearest(
      int y,
      int x,
      int height,
      int width,
      float[] image,
      int h,
      int w,
      float[] weights,
      float[] out) {
    int top = y + (h >> 1);
    int left = x + (w >> 1);
    float sum = 0;
    for (int p = 0; p < h; p++) {
      int row = clamp(top - p, height - 1) * width;
      for (int q = 0; q < w; q++) {
        sum += weights[p * w + q] * image[row + clamp(left - q, width - 1)];
      }
    }
    out[y * width + x] = sum;
  }

  private static int clamp(int at, int last) {
    int low = at < 0 ? 0 : at;
    return low > last ? last : low;
  }
}
