package io.gridmill.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Pictures of handwritten digits, with what they show.
 *
 * <p>The data that comes along is the test part of "Optical Recognition of Handwritten Digits" (E.
 * Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0).
 */
final class Digits {
  /** The name of the data, both as a resource and as the job's input file. */
  static final String FILE = "digits.csv.gz";

  /** How many rows the data that comes along has. */
  static final int ROWS = 1797;

  /** Pixels of a picture: 8 rows of 8. */
  static final int PIXELS = 64;

  private static final int INK = 16;

  private final int[] pixels;
  private final int[] labels;

  private Digits(int[] pixels, int[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /** The data that comes along, as it is; the caller closes it. */
  static InputStream open() {
    return Objects.requireNonNull(Digits.class.getResourceAsStream(FILE), FILE);
  }

  /** Reads gzipped CSV: 64 pixels from 0 to 16 and a label from 0 to 9 on each of its lines. */
  static Digits read(InputStream gzip) throws IOException {
    List<String> lines;
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(gzip), US_ASCII))) {
      lines = text.lines().toList();
    }
    if (lines.size() < 2) {
      throw bad(FILE + ": " + lines.size() + " lines (expected: at least 2)");
    }
    int[] pixels = new int[lines.size() * PIXELS];
    int[] labels = new int[lines.size()];
    for (int row = 0; row < labels.length; row++) {
      int[] numbers = numbers(row, lines.get(row));
      System.arraycopy(numbers, 0, pixels, row * PIXELS, PIXELS);
      labels[row] = numbers[PIXELS];
    }
    return new Digits(pixels, labels);
  }

  private static int[] numbers(int row, String line) {
    try {
      int[] numbers = Arrays.stream(line.split(",", -1)).mapToInt(Integer::parseInt).toArray();
      boolean good =
          numbers.length == PIXELS + 1
              && Arrays.stream(numbers, 0, PIXELS).allMatch(n -> n >= 0 && n <= INK)
              && numbers[PIXELS] >= 0
              && numbers[PIXELS] < Confusion.LABELS;
      if (good) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // refused below, like numbers that are out of range
    }
    throw bad(
        "%s line %d: %s (expected: %d pixels from 0 to %d, then a label from 0 to %d)"
            .formatted(FILE, row + 1, line, PIXELS, INK, Confusion.LABELS - 1));
  }

  private static GridException bad(String message) {
    return new GridException(ErrorCode.BAD_INPUT, message);
  }

  int count() {
    return labels.length;
  }

  int label(int row) {
    return labels[row];
  }

  /** All pictures, one after the other; not to be changed. */
  int[] pixels() {
    return pixels;
  }
}
