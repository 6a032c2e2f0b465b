package io.gridmill.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws bodies from above: faint where they were, bright where they are. */
final class NBodyPicture {
  private static final int SIZE = 800;

  /** Half the width of what is shown; some bodies are farther out. */
  private static final double REACH = 2.5;

  private static final Color SKY = new Color(0x0b1020);
  private static final Color BEFORE = new Color(0x3b5b92);
  private static final Color AFTER = new Color(0xffe8b0);

  private NBodyPicture() {}

  static void write(double[] before, double[] after, Path png) throws IOException {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    try {
      canvas.setColor(SKY);
      canvas.fillRect(0, 0, SIZE, SIZE);
      dots(canvas, before, BEFORE);
      dots(canvas, after, AFTER);
    } finally {
      canvas.dispose();
    }
    if (!ImageIO.write(image, "png", png.toFile())) {
      throw new IOException(png + ": this Java writes no PNG");
    }
  }

  private static void dots(Graphics2D canvas, double[] at, Color color) {
    canvas.setColor(color);
    for (int i = 0; i < at.length; i += 3) {
      canvas.fillRect(pixel(at[i]), pixel(-at[i + 1]), 2, 2);
    }
  }

  private static int pixel(double coordinate) {
    return (int) ((coordinate / REACH + 1) * SIZE / 2);
  }
}
