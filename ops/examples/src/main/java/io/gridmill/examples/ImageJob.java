package io.gridmill.examples;

import io.gridmill.job.GridException;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters the picture of its input file {@value #BEFORE}, all three colours in one graph, and
 * writes it to its output {@value #AFTER}.
 */
public class ImageJob implements GridJob<ImageJob.Input, ImageJob.Output> {
  /** The name of the input file. */
  static final String BEFORE = "picture";

  /** The name of the output file. */
  static final String AFTER = "filtered.png";

  /** What to make of it. */
  public record Input(@Nullable PictureFilter filter) {}

  /**
   * What was made.
   *
   * @param seconds what the filter took, without reading and writing
   * @param device what computed it
   */
  public record Output(int width, int height, double seconds, String device) {}

  @Override
  public Output run(Input input, JobContext context) throws Exception {
    PictureFilter filter = input.filter();
    if (filter == null) {
      throw GridException.invalid("filter", null, "BLUR, SHARPEN, EMBOSS or EDGES");
    }
    Picture picture = Picture.read(context.input(BEFORE));
    int pixels = picture.height() * picture.width();
    List<float[]> filtered = List.of(new float[pixels], new float[pixels], new float[pixels]);
    long start = System.nanoTime();
    try (KernelGraph graph = context.accelerator().graph("image")) {
      for (int c = 0; c < 3; c++) {
        filter.add(
            graph, picture.height(), picture.width(), picture.colours().get(c), filtered.get(c));
        graph.download(filtered.get(c));
      }
      graph.run();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    picture.with(filtered).write(context.output(AFTER));
    return new Output(picture.width(), picture.height(), seconds, context.accelerator().device());
  }
}
