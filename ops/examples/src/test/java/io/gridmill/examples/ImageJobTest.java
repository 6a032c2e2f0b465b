package io.gridmill.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.testing.LocalGrid;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageJobTest {
  @AutoClose private final LocalGrid grid = LocalGrid.create();
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void makesOfEveryPixelWhatTheDefinitionSays(PictureFilter filter) throws IOException {
    Path file = Picture.drawn(folder.resolve("picture.png"));
    Picture before = Picture.read(file);
    grid.input(ImageJob.BEFORE, file);

    ImageJob.Output output = grid.run(ImageJob.class, new ImageJob.Input(filter));

    Picture after = Picture.read(output());
    assertThat(output.width()).isEqualTo(before.width());
    int changed = 0;
    for (int i = 0; i < before.height() * before.width(); i += 97) {
      float was = before.colours().get(1)[i];
      float expected =
          filter.at(
              i / before.width(),
              i % before.width(),
              before.height(),
              before.width(),
              before.colours().get(1));
      assertThat(after.colours().get(1)[i]).isEqualTo(Picture.level(expected));
      changed += Picture.level(expected) == was ? 0 : 1;
    }
    assertThat(changed).isPositive();
  }

  @Test
  void leavesTransparencyAsItIs() throws IOException {
    BufferedImage clear = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(1, 1, 0x80ff0000);
    Path file = folder.resolve("clear.png");
    assertThat(ImageIO.write(clear, "png", file.toFile())).isTrue();
    grid.input(ImageJob.BEFORE, file);

    assertThat(grid.run(ImageJob.class, new ImageJob.Input(PictureFilter.BLUR))).isNotNull();

    BufferedImage blurred = ImageIO.read(output().toFile());
    assertThat(blurred.getRGB(1, 1) >>> 24).isEqualTo(0x80);
    assertThat(blurred.getRGB(0, 0) >>> 24).isZero();
  }

  @Test
  void refusesAFileThatIsNoPicture() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "not a picture");

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> Picture.read(text))
        .withMessage(
            "picture: " + text + " is in no format that Java reads (expected: a PNG or JPEG file)")
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.BAD_INPUT);
  }

  @Test
  void refusesAPictureThatBreaksOff() throws IOException {
    Path whole = Picture.drawn(folder.resolve("picture.png"));
    byte[] half = Arrays.copyOf(Files.readAllBytes(whole), 400);
    Path broken = Files.write(folder.resolve("broken.png"), half);

    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> Picture.read(broken))
        .withMessageStartingWith("picture: " + broken + " is broken: ");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> Picture.read(folder.resolve("none.png")))
        .withMessageContaining("none.png is no such file");
  }

  @Test
  void knowsItsFiltersByName() {
    assertThat(PictureFilter.of("Edges")).isEqualTo(PictureFilter.EDGES);
    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> PictureFilter.of("sepia"))
        .withMessage("filter: sepia (expected: blur, sharpen, emboss, edges)");
  }

  private Path output() {
    return Objects.requireNonNull(grid.lastRun().outputs().get(ImageJob.AFTER));
  }
}
