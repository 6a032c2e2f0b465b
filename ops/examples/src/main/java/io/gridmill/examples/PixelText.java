package io.gridmill.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Graphics2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Text of square pixels, for pictures: a machine without fonts, such as a small container, can draw
 * it, and it looks the same everywhere.
 *
 * <p>The resource {@code letters.txt} holds blocks of ten lines: the characters, six columns apart,
 * and below each its {@value #HEIGHT} rows of {@value #WIDTH} pixels, seven above the base line.
 */
final class PixelText {
  private static final int WIDTH = 5;
  private static final int HEIGHT = 9;
  private static final int ASCENT = 7;
  private static final int ADVANCE = WIDTH + 1;
  private static final Map<Character, List<String>> LETTERS = read();

  private PixelText() {}

  /**
   * Draws text around a point, each of its pixels as a square of {@code scale} by {@code scale}.
   */
  static void draw(Graphics2D canvas, String text, int scale, int x, int y) {
    int left = x - width(text, scale) / 2;
    int top = y - ASCENT * scale / 2;
    for (int i = 0; i < text.length(); i++) {
      List<String> rows = letter(text.charAt(i));
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          if (rows.get(row).charAt(column) == '#') {
            canvas.fillRect(left + (i * ADVANCE + column) * scale, top + row * scale, scale, scale);
          }
        }
      }
    }
  }

  /** As {@link #draw}, turned so that it is read from the bottom to the top. */
  static void drawUpwards(Graphics2D canvas, String text, int scale, int x, int y) {
    Graphics2D turned = (Graphics2D) canvas.create();
    try {
      turned.translate(x, y);
      turned.rotate(-Math.PI / 2);
      draw(turned, text, scale, 0, 0);
    } finally {
      turned.dispose();
    }
  }

  static int width(String text, int scale) {
    return (text.length() * ADVANCE - 1) * scale;
  }

  private static List<String> letter(char c) {
    List<String> rows = LETTERS.get(c);
    if (rows == null) {
      throw new IllegalArgumentException(
          "text: '" + c + "' (expected: one of " + LETTERS.keySet() + ")");
    }
    return rows;
  }

  private static Map<Character, List<String>> read() {
    List<String> lines;
    try (InputStream file = PixelText.class.getResourceAsStream("letters.txt")) {
      lines =
          new String(Objects.requireNonNull(file, "letters.txt").readAllBytes(), US_ASCII)
              .lines()
              .filter(line -> !line.isEmpty())
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("letters.txt cannot be read", e);
    }
    Map<Character, List<String>> letters = new HashMap<>();
    letters.put(
        ' ',
        List.of(".....", ".....", ".....", ".....", ".....", ".....", ".....", ".....", "....."));
    for (int block = 0; block < lines.size(); block += HEIGHT + 1) {
      String header = lines.get(block);
      for (int at = 0; at < header.length(); at += ADVANCE) {
        int column = at;
        letters.put(
            header.charAt(at),
            lines.subList(block + 1, block + 1 + HEIGHT).stream()
                .map(row -> row.substring(column, column + WIDTH))
                .toList());
      }
    }
    return Map.copyOf(letters);
  }
}
