package io.gridmill.worker.protocol;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts what is written into lines of text; a line that is too long loses its end. */
public final class LineStream extends OutputStream {
  /** The most bytes of a line. */
  public static final int MAX_LINE = 16 << 10;

  /** What the text of a line that lost its end ends with. */
  public static final String CUT = " [cut]";

  private final Consumer<String> lines;
  private final byte[] line = new byte[MAX_LINE];
  private int length;
  private boolean cut;

  /** Hands each line to the consumer, without its end. */
  public LineStream(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public synchronized void write(int octet) {
    if (octet == '\n') {
      end();
    } else if (length < MAX_LINE) {
      line[length++] = (byte) octet;
    } else {
      cut = true;
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      write(bytes[i]);
    }
  }

  /** Ends a line that was begun. */
  public synchronized void endLine() {
    if (length > 0) {
      end();
    }
  }

  private void end() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    length = 0;
    lines.accept(cut ? text + CUT : text);
    cut = false;
  }
}
