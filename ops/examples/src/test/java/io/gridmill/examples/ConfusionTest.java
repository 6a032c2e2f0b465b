package io.gridmill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionTest {
  @TempDir Path folder;

  @Test
  void countsWhatWasTakenForWhat() {
    Confusion confusion = new Confusion();
    confusion.add(new Prediction(0, 8, 8, 5, 10));
    confusion.add(new Prediction(1, 8, 1, 6, 10));
    confusion.add(new Prediction(2, 8, 1, 7, 10));

    assertThat(confusion.accuracy()).isEqualTo("1 of 3 right (33.33 %)");
    assertThat(confusion.csv().lines())
        .hasSize(11)
        .startsWith(
            "label,predicted_0,predicted_1,predicted_2,predicted_3,predicted_4,predicted_5,"
                + "predicted_6,predicted_7,predicted_8,predicted_9")
        .contains("8,0,2,0,0,0,0,0,0,1,0");
  }

  @Test
  void drawsAPictureThatShowsRightAndWrong() throws IOException {
    Confusion confusion = new Confusion();
    for (int row = 0; row < 1797; row++) {
      confusion.add(new Prediction(row, row % 10, row % 90 == 8 ? 1 : row % 10, 0, 0));
    }
    Path png = folder.resolve("confusion.png");

    ConfusionPicture.write(confusion, png);

    BufferedImage picture = ImageIO.read(png.toFile());
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    assertThat(picture.getWidth()).isGreaterThan(700);
    assertThat(colours).contains(0xff0b7285, 0xffd9480f, 0xffffffff);
  }
}
