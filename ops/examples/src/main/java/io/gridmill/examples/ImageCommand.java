package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.JobHandle;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "image",
    description = {
      "Has a grid filter a picture: a job with an input and an output file, whose convolutions are"
          + " kernels. Some pixels are computed again here and compared.",
      "Writes filtered.png, and picture.png if it drew one itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill demo image",
      "  gridmill demo image photo.jpg --filter edges --out /tmp/pictures"
    })
final class ImageCommand implements Callable<Integer> {
  private static final int COMPARED = 1000;

  /** Memory of a job for a pixel: three colours twice, a stage between, as read and as written. */
  private static final int BYTES_A_PIXEL = 64;

  private static final int MEBIBYTE = 1 << 20;

  private final Cli cli;

  @Mixin private final DemoGrid demo;

  @Parameters(
      paramLabel = "PICTURE",
      arity = "0..1",
      description = "A PNG or JPEG file; default: one that is drawn.")
  private @Nullable Path picture;

  @Option(
      names = "--filter",
      paramLabel = "NAME",
      description = "blur, sharpen, emboss or edges; default edges.")
  private String filter = "edges";

  ImageCommand(Cli cli) {
    this.cli = cli;
    this.demo = new DemoGrid(cli);
  }

  private record Shown(ImageJob.Output output, Path file, int difference) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PictureFilter made = PictureFilter.of(filter);
    Path given = picture == null ? null : cli.folder().resolve(picture);
    Picture before = given == null ? null : Picture.read(given);
    Shown shown = demo.show((grid, out) -> run(grid, made, given, before, out));
    ImageJob.Output output = shown.output();
    demo.say(
        String.format(
            Locale.ROOT,
            "%s of %d x %d pixels in %.3f s on %s",
            made.name().toLowerCase(Locale.ROOT),
            output.width(),
            output.height(),
            output.seconds(),
            output.device()));
    demo.say(
        String.format(
            Locale.ROOT,
            "%d pixels computed again by the definition: they differ by %d of 255 at most",
            COMPARED,
            shown.difference()));
    demo.say("wrote " + shown.file());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("width", output.width());
    figures.put("height", output.height());
    figures.put("seconds", output.seconds());
    figures.put("largestDifference", shown.difference());
    figures.put("file", shown.file().toString());
    demo.figures(Wire.text(figures));
    return ExitCode.OK;
  }

  private Shown run(
      GridClient grid, PictureFilter made, @Nullable Path given, @Nullable Picture read, Path out)
      throws IOException, InterruptedException {
    Path source = given == null ? Picture.drawn(out.resolve("picture.png")) : given;
    Picture before = read == null ? Picture.read(source) : read;
    if (given == null) {
      demo.say("drew " + source);
    }
    long pixels = (long) before.height() * before.width();
    long memory = 256 + pixels * BYTES_A_PIXEL / MEBIBYTE;
    JobHandle<ImageJob.Output> job =
        grid.submit(
            ImageJob.class,
            new ImageJob.Input(made),
            options -> options.name("image").memory(memory + "MiB").file(ImageJob.BEFORE, source));
    ImageJob.Output output = Objects.requireNonNull(job.result());
    Path file = DemoGrid.fetch(job.task(), ImageJob.AFTER, out.resolve(ImageJob.AFTER));
    return new Shown(output, file, difference(made, before, Picture.read(file)));
  }

  /** The largest difference of some pixels, spread over the picture, to the definition's. */
  private static int difference(PictureFilter made, Picture before, Picture after) {
    int largest = 0;
    long pixels = (long) before.height() * before.width();
    for (int n = 0; n < COMPARED; n++) {
      int i = (int) (n * 7_919L * 104_729L % pixels);
      for (int c = 0; c < 3; c++) {
        float expected =
            made.at(
                i / before.width(),
                i % before.width(),
                before.height(),
                before.width(),
                before.colours().get(c));
        float found = after.colours().get(c)[i];
        largest = Math.max(largest, Math.abs(Picture.level(expected) - Picture.level(found)));
      }
    }
    return largest;
  }
}
