package io.gridmill.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws a {@link Confusion} as a grid of cells with their counts. */
final class ConfusionPicture {
  private static final int CELL = 64;
  private static final int LEFT = 108;
  private static final int TOP = 152;
  private static final int MARGIN = 36;
  private static final int GRID = CELL * Confusion.LABELS;
  private static final int WIDTH = LEFT + GRID + MARGIN;
  private static final int HEIGHT = TOP + GRID + MARGIN + 28;

  /** How strong the colour of a mistake that was made once is, and what each further one adds. */
  private static final double WEAKEST = 0.15;

  private static final double STEP = 0.1;

  private static final Color INK = new Color(0x1f2933);
  private static final Color FAINT = new Color(0x7b8794);
  private static final Color LINE = new Color(0xd9dee4);
  private static final Color EMPTY = new Color(0xf7f9fa);
  private static final Color RIGHT = new Color(0x0b7285);
  private static final Color WRONG = new Color(0xd9480f);

  private final Confusion confusion;
  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D canvas = image.createGraphics();

  private ConfusionPicture(Confusion confusion) {
    this.confusion = confusion;
  }

  static void write(Confusion confusion, Path png) throws IOException {
    ConfusionPicture picture = new ConfusionPicture(confusion);
    try {
      picture.draw();
    } finally {
      picture.canvas.dispose();
    }
    if (!ImageIO.write(picture.image, "png", png.toFile())) {
      throw new IOException(png + ": this Java writes no PNG");
    }
  }

  private void draw() {
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, WIDTH, HEIGHT);
    int middle = LEFT + GRID / 2;
    text(confusion.accuracy(), 3, INK, middle, 32);
    text("handwritten digits, by their nearest neighbour", 2, FAINT, middle, 64);
    text("predicted", 2, INK, middle, TOP - 54);
    canvas.setColor(INK);
    PixelText.drawUpwards(canvas, "digit", 2, 34, TOP + GRID / 2);
    for (int label = 0; label < Confusion.LABELS; label++) {
      text(Integer.toString(label), 3, INK, LEFT + CELL * label + CELL / 2, TOP - 22);
      text(Integer.toString(label), 3, INK, LEFT - 26, TOP + CELL * label + CELL / 2);
      for (int predicted = 0; predicted < Confusion.LABELS; predicted++) {
        cell(label, predicted);
      }
    }
    legend();
  }

  private void cell(int label, int predicted) {
    int x = LEFT + CELL * predicted;
    int y = TOP + CELL * label;
    int count = confusion.count(label, predicted);
    boolean right = label == predicted;
    double strength = right ? 1 : Math.min(1, WEAKEST + STEP * count);
    canvas.setColor(count == 0 ? EMPTY : mix(right ? RIGHT : WRONG, strength));
    canvas.fillRect(x, y, CELL, CELL);
    canvas.setColor(LINE);
    canvas.drawRect(x, y, CELL, CELL);
    if (count > 0) {
      Color ink = strength > 0.6 ? Color.WHITE : INK;
      text(Integer.toString(count), 3, ink, x + CELL / 2, y + CELL / 2);
    }
  }

  private static Color mix(Color full, double strength) {
    return new Color(
        mix(EMPTY.getRed(), full.getRed(), strength),
        mix(EMPTY.getGreen(), full.getGreen(), strength),
        mix(EMPTY.getBlue(), full.getBlue(), strength));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }

  private void legend() {
    int y = TOP + GRID + 34;
    canvas.setColor(RIGHT);
    canvas.fillRect(LEFT, y - 8, 16, 16);
    text("right", 2, INK, LEFT + 56, y);
    canvas.setColor(WRONG);
    canvas.fillRect(LEFT + 120, y - 8, 16, 16);
    text("wrong", 2, INK, LEFT + 176, y);
  }

  private void text(String text, int scale, Color color, int x, int y) {
    canvas.setColor(color);
    PixelText.draw(canvas, text, scale, x, y);
  }
}
