package io.gridmill.gateway.api;

import io.gridmill.job.RawJson;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a batch. Most are like the one before but for their key and their input: what
 * is the same, byte for byte, is not read again but shared, and so is what others make of it.
 *
 * <p>A line that differs from the one before nowhere but in the value of {@code key} and that of
 * {@code spec.input} is a line of these two values and of what was read before. Both values are
 * read as ever. Not for several threads.
 */
final class AlikeLines {
  private byte @Nullable [] before;
  private @Nullable BatchLine known;
  private int keyAt;
  private int keyEnd;
  private int inputAt;
  private int inputEnd;

  /**
   * The line's task.
   *
   * @throws io.gridmill.job.GridException naming field, value and expectation
   */
  BatchLine read(byte[] line) {
    BatchLine alike = alike(line);
    if (alike != null) {
      return alike;
    }
    before = null;
    BatchLine read = Wire.read(line, BatchLine.class);
    learn(line, read);
    return read;
  }

  private void learn(byte[] line, BatchLine read) {
    int start = JsonPlaces.start(line);
    int key = JsonPlaces.value(line, start, "key");
    int spec = JsonPlaces.value(line, start, "spec");
    int input = spec < 0 ? -1 : JsonPlaces.value(line, spec, "input");
    if (key < 0 || input < key || read.key() == null || read.spec().input() == null) {
      return;
    }
    before = line;
    known = read;
    keyAt = key;
    keyEnd = JsonPlaces.end(line, key);
    inputAt = input;
    inputEnd = JsonPlaces.end(line, input);
  }

  private @Nullable BatchLine alike(byte[] line) {
    byte[] last = before;
    BatchLine model = known;
    if (last == null || model == null || !isSame(last, 0, keyAt, line, 0)) {
      return null;
    }
    int end = plainTextEnd(line, keyAt);
    int input = end + inputAt - keyEnd;
    int rest = line.length - (last.length - inputEnd);
    boolean same =
        end >= 0
            && input < rest
            && isSame(last, keyEnd, inputAt, line, end)
            && isSame(last, inputEnd, last.length, line, rest);
    RawJson value = same ? value(line, input, rest) : null;
    if (value == null) {
      return null;
    }
    String key = new String(line, keyAt + 1, end - keyAt - 2, StandardCharsets.US_ASCII);
    return new BatchLine(key, model.spec().withInput(value), model.after());
  }

  private static boolean isSame(byte[] a, int from, int to, byte[] b, int at) {
    return at + to - from <= b.length && Arrays.equals(a, from, to, b, at, at + to - from);
  }

  /** Where a text without anything that is written otherwise ends; -1 if it is none. */
  private static int plainTextEnd(byte[] line, int at) {
    if (at >= line.length || line[at] != '"') {
      return -1;
    }
    for (int i = at + 1; i < line.length; i++) {
      if (line[i] == '"') {
        return i + 1;
      }
      if (line[i] < ' ' || line[i] == '\\') {
        return -1;
      }
    }
    return -1;
  }

  /** The one value that is there; null if it is none, or null itself. */
  private static @Nullable RawJson value(byte[] line, int from, int to) {
    if (JsonPlaces.end(line, from) != to) {
      return null;
    }
    try {
      return Wire.read(Arrays.copyOfRange(line, from, to), RawJson.class);
    } catch (io.gridmill.job.GridException asAWhole) {
      return null; // the line is read as a whole, and refused as such
    }
  }
}
