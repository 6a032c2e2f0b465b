package io.gridmill.examples;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Progress;
import io.gridmill.job.client.ArrayHandle;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.UploadProgress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has a grid read handwritten digits, and writes down what came of it. */
public final class DigitsDemo {
  private DigitsDemo() {}

  /**
   * What came of it.
   *
   * @param correct how many digits were read right
   * @param total how many there are
   * @param itemsByNode how many of them each node read, by the node's name
   * @param time from the submission to the last result
   * @param files what was written: {@code confusion.png}, {@code confusion.csv}, {@code
   *     predictions.csv}
   */
  public record Result(
      int correct,
      int total,
      SortedMap<String, Long> itemsByNode,
      Duration time,
      List<Path> files) {}

  /**
   * Submits a {@link DigitsJob} over all digits, waits for its end and writes down its results. Its
   * kernel runs on a device if a node of the grid has one.
   *
   * @param out the folder to write to; made, if it is not there
   * @param onProgress hears how many digits are read, on the calling thread
   * @throws io.gridmill.job.GridException if the task fails
   * @throws IOException if a file cannot be written
   */
  public static Result run(GridClient grid, Path out, Consumer<Progress> onProgress)
      throws IOException, InterruptedException {
    Files.createDirectories(out);
    long start = System.nanoTime();
    ArtifactRef digits = grid.upload(Digits::open, UploadProgress.NONE);
    boolean onDevice = grid.resources().stream().anyMatch(node -> !node.devices().isEmpty());
    ArrayHandle<Prediction> job =
        grid.submitArray(
            DigitsJob.class,
            Digits.ROWS,
            options -> {
              options.name("digits").memory("256MiB").file(Digits.FILE, digits);
              if (onDevice) {
                options.devices(1, "1MiB");
              }
            });
    try (Stream<TaskEventView> events = job.task().events()) {
      events
          .map(TaskEventView::progress)
          .forEach(
              progress -> {
                if (progress != null) {
                  onProgress.accept(progress);
                }
              });
    }
    Path predictions = out.resolve("predictions.csv");
    Confusion confusion = new Confusion();
    try (Stream<@Nullable Prediction> results = job.results()) {
      write(results.iterator(), predictions, confusion);
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Path csv = Files.writeString(out.resolve("confusion.csv"), confusion.csv());
    Path png = out.resolve("confusion.png");
    ConfusionPicture.write(confusion, png);
    return new Result(
        confusion.correct(),
        confusion.total(),
        Collections.unmodifiableSortedMap(new TreeMap<>(job.task().view().itemsByNode())),
        time,
        List.of(png, csv, predictions));
  }

  private static void write(Iterator<@Nullable Prediction> results, Path file, Confusion confusion)
      throws IOException {
    try (BufferedWriter csv = Files.newBufferedWriter(file)) {
      csv.write("row,label,predicted,neighbour,distance\n");
      while (results.hasNext()) {
        Prediction p = results.next();
        if (p == null || p.row() != confusion.total()) {
          throw new IllegalStateException(
              "result %d is %s (expected: the one of that row)".formatted(confusion.total(), p));
        }
        confusion.add(p);
        csv.write(
            "%d,%d,%d,%d,%d\n"
                .formatted(p.row(), p.label(), p.predicted(), p.neighbour(), p.distance()));
      }
    }
    if (confusion.total() != Digits.ROWS) {
      throw new IllegalStateException(
          "results: %d (expected: %d)".formatted(confusion.total(), Digits.ROWS));
    }
  }
}
