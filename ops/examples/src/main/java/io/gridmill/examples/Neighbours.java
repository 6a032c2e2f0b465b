package io.gridmill.examples;

import io.gridmill.job.GridException;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;

/** Finds the nearest neighbours of digits. The pictures stay on the device until it is closed. */
final class Neighbours implements AutoCloseable {
  private final Digits digits;
  private final int[] chosen = new int[1];
  private final int[] distances;
  private final KernelGraph graph;

  Neighbours(Digits digits, Accelerator accelerator) {
    this.digits = digits;
    this.distances = new int[digits.count()];
    this.graph =
        accelerator
            .graph("digits")
            .upload(digits.pixels())
            .uploadEachRun(chosen)
            .launch(
                Range.of(digits.count()), Neighbours::distance, digits.pixels(), chosen, distances)
            .download(distances);
  }

  /** The kernel: the squared Euclidean distance of a row's picture to the chosen row's. */
  private static void distance(int row, int[] pixels, int[] chosen, int[] distances) {
    int a = row * Digits.PIXELS;
    int b = chosen[0] * Digits.PIXELS;
    int sum = 0;
    for (int pixel = 0; pixel < Digits.PIXELS; pixel++) {
      int difference = pixels[a + pixel] - pixels[b + pixel];
      sum += difference * difference;
    }
    distances[row] = sum;
  }

  /** What the nearest other row says; of several equally near ones, the lowest. */
  Prediction of(int row) {
    if (row >= digits.count()) {
      throw GridException.invalid("item", row, "a row, 0 to " + (digits.count() - 1));
    }
    chosen[0] = row;
    graph.run();
    int nearest = row == 0 ? 1 : 0;
    for (int other = nearest + 1; other < distances.length; other++) {
      if (other != row && distances[other] < distances[nearest]) {
        nearest = other;
      }
    }
    return new Prediction(
        row, digits.label(row), digits.label(nearest), nearest, distances[nearest]);
  }

  @Override
  public void close() {
    graph.close();
  }
}
