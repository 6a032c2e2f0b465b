package io.gridmill.examples;

import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Reads handwritten digits by their nearest neighbours: item {@code i} is the digit in row {@code
 * i} of the input {@code digits.csv.gz}, and its result says which digit the row nearest to it is,
 * itself left out.
 *
 * <p>The distances of a digit to all rows are a kernel, computed in whole numbers, so that they are
 * the same on every device.
 */
public class DigitsJob implements ArrayJob<Integer, Prediction> {
  private @Nullable Neighbours neighbours;

  @Override
  public void open(JobContext context) throws IOException {
    try (InputStream file = Files.newInputStream(context.input(Digits.FILE))) {
      neighbours = new Neighbours(Digits.read(file), context.accelerator());
    }
  }

  @Override
  public Prediction run(Integer row, JobContext context) {
    if (neighbours == null) {
      throw new IllegalStateException("digits: not read (expected: open() before run())");
    }
    return neighbours.of(row);
  }

  @Override
  public void close() {
    if (neighbours != null) {
      neighbours.close();
    }
  }
}
