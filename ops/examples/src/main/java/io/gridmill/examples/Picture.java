package io.gridmill.examples;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A picture as numbers from 0 to 255, row by row: red, green, blue, and how opaque it is. */
final class Picture {
  /** More would not fit into a demo's memory. */
  static final int MOST_PIXELS = 40_000_000;

  private final int height;
  private final int width;
  private final List<float[]> colours;
  private final int[] alpha;

  private Picture(int height, int width, List<float[]> colours, int[] alpha) {
    this.height = height;
    this.width = width;
    this.colours = colours;
    this.alpha = alpha;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Red, green and blue. */
  List<float[]> colours() {
    return colours;
  }

  /** Reads a PNG, JPEG, GIF or BMP file. */
  static Picture read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unreadable(file, "no such file, or not a readable one", null);
    }
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable(file, "broken: " + e.getMessage(), e);
    }
    if (image == null) {
      throw unreadable(file, "in no format that Java reads", null);
    }
    return of(image, file);
  }

  private static GridException unreadable(Path file, String why, @Nullable Exception cause) {
    return new GridException(
        ErrorCode.BAD_INPUT,
        "picture: " + file + " is " + why + " (expected: a PNG or JPEG file)",
        cause);
  }

  private static Picture of(BufferedImage image, Path file) {
    int height = image.getHeight();
    int width = image.getWidth();
    if ((long) height * width > MOST_PIXELS) {
      throw new GridException(
          ErrorCode.BAD_INPUT,
          "picture: %s has %d x %d pixels (expected: at most %d)"
              .formatted(file, width, height, MOST_PIXELS));
    }
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    List<float[]> colours =
        List.of(new float[pixels.length], new float[pixels.length], new float[pixels.length]);
    int[] alpha = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      alpha[i] = (pixels[i] >> 24) & 255;
      for (int c = 0; c < 3; c++) {
        colours.get(c)[i] = (pixels[i] >> (16 - 8 * c)) & 255;
      }
    }
    return new Picture(height, width, colours, alpha);
  }

  /** The same picture in other colours. */
  Picture with(List<float[]> others) {
    return new Picture(height, width, others, alpha);
  }

  /** What a number is when it is written: a whole one from 0 to 255. */
  static int level(float value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  void write(Path png) throws IOException {
    boolean opaque = true;
    int[] pixels = new int[alpha.length];
    for (int i = 0; i < pixels.length; i++) {
      opaque &= alpha[i] == 255;
      int pixel = alpha[i];
      for (float[] colour : colours) {
        pixel = (pixel << 8) | level(colour[i]);
      }
      pixels[i] = pixel;
    }
    BufferedImage image =
        new BufferedImage(
            width, height, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    write(image, png);
  }

  private static void write(BufferedImage image, Path png) throws IOException {
    if (!ImageIO.write(image, "png", png.toFile())) {
      throw new IOException(png + ": this Java writes no PNG");
    }
  }

  /** Draws a picture for those who have none at hand: a landscape with edges of all directions. */
  static Path drawn(Path png) throws IOException {
    int width = 960;
    int height = 640;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    try {
      canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      canvas.setPaint(new GradientPaint(0, 0, new Color(0x1f4e79), 0, height, new Color(0xf6c28b)));
      canvas.fillRect(0, 0, width, height);
      canvas.setColor(new Color(0xfff1c9));
      canvas.fillOval(620, 110, 150, 150);
      for (int ridge = 0; ridge < 4; ridge++) {
        canvas.setColor(new Color(40 - 8 * ridge, 90 - 18 * ridge, 80 - 14 * ridge));
        int base = 330 + 75 * ridge;
        for (int x = 0; x < width; x++) {
          double wave =
              60 * Math.sin(x / (90.0 - 12 * ridge) + ridge)
                  + 22 * Math.sin(x / 23.0 + 2 * ridge)
                  + 6 * Math.sin(x / 5.0);
          canvas.fillRect(x, (int) (base + wave / (1 + 0.4 * ridge)), 1, height);
        }
      }
      canvas.setColor(Color.WHITE);
      canvas.setStroke(new BasicStroke(3));
      for (int r = 14; r <= 70; r += 14) {
        canvas.drawOval(170 - r, 150 - r, 2 * r, 2 * r);
      }
    } finally {
      canvas.dispose();
    }
    write(image, png);
    return png;
  }
}
