package io.gridmill.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.testing.LocalGrid;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DigitsJobTest {
  @AutoClose private final LocalGrid grid = LocalGrid.create();

  @Test
  void reads1776Of1797DigitsRight() throws IOException {
    grid.input(Digits.FILE, data());

    List<Prediction> predictions = grid.array(DigitsJob.class, Digits.ROWS);

    assertThat(predictions).filteredOn(Prediction::isRight).hasSize(1776);
  }

  @Test
  void givesTheNearestNeighbourOfEveryDigitAsAPlainSearchFindsIt() throws IOException {
    grid.input(Digits.FILE, data());

    assertThat(grid.array(DigitsJob.class, Digits.ROWS)).isEqualTo(searched(rows()));
  }

  @Test
  void refusesALineThatIsNoPicture() throws IOException {
    grid.input(Digits.FILE, gzip("1,2,3\n1,2,3\n"));

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> grid.array(DigitsJob.class, 1))
        .withMessageContaining(
            "digits.csv.gz line 1: 1,2,3 (expected: 64 pixels from 0 to 16, then a label from 0 to"
                + " 9)")
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.BAD_INPUT);
  }

  @Test
  void refusesDataInWhichNoDigitHasANeighbour() throws IOException {
    grid.input(Digits.FILE, gzip("0,".repeat(64) + "7\n"));

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> grid.array(DigitsJob.class, 1))
        .withMessageContaining("digits.csv.gz: 1 lines (expected: at least 2)");
  }

  @Test
  void refusesAnItemThatIsNoRow() throws IOException {
    grid.input(Digits.FILE, data());

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> grid.array(DigitsJob.class, Digits.ROWS + 1))
        .withMessageContaining("item: 1797 (expected: a row, 0 to 1796)")
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.ITEMS_FAILED);
  }

  /** The same by the definition, row by row: no kernel, no arrays kept, no early end. */
  private static List<Prediction> searched(List<int[]> rows) {
    List<Prediction> predictions = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      int nearest = -1;
      int least = Integer.MAX_VALUE;
      for (int other = 0; other < rows.size(); other++) {
        int distance = distance(rows.get(row), rows.get(other));
        if (other != row && distance < least) {
          nearest = other;
          least = distance;
        }
      }
      predictions.add(
          new Prediction(row, rows.get(row)[64], rows.get(nearest)[64], nearest, least));
    }
    return predictions;
  }

  private static int distance(int[] a, int[] b) {
    int sum = 0;
    for (int pixel = 0; pixel < 64; pixel++) {
      sum += (a[pixel] - b[pixel]) * (a[pixel] - b[pixel]);
    }
    return sum;
  }

  private static List<int[]> rows() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(Digits.open()), US_ASCII))) {
      return lines
          .lines()
          .map(line -> Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray())
          .toList();
    }
  }

  private static byte[] data() throws IOException {
    try (InputStream file = Digits.open()) {
      return file.readAllBytes();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }
}
