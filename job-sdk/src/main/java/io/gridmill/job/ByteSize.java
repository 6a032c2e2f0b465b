package io.gridmill.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, read from and written as text such as {@code 512MiB} or {@code 24GB}.
 *
 * @param bytes the number of bytes, not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern FORM =
      Pattern.compile("(\\d+)\\s*([KMGT]i?B?|B)?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "KMGT";

  public ByteSize {
    if (bytes < 0) {
      throw GridException.invalid("bytes", bytes, ">= 0");
    }
  }

  /** Reads {@code 64KiB}, {@code 2G}, {@code 1500MB} (powers of ten) or a plain number of bytes. */
  public static ByteSize parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw GridException.invalid("size", text, "a size such as 512MiB, 24GiB or 1500000");
    }
    long unit = m.group(2) == null ? 1 : unit(m.group(2));
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(m.group(1)), unit));
    } catch (ArithmeticException | NumberFormatException e) {
      throw GridException.invalid("size", text, "at most 8EiB");
    }
  }

  /** The bytes of one {@code K}, {@code KiB} (1024), {@code KB} (1000), {@code B} and so on. */
  static long unit(String name) {
    long unit = 1;
    for (int i = UNITS.indexOf(Character.toUpperCase(name.charAt(0))); i >= 0; i--) {
      unit *= name.length() == 2 ? 1000 : 1024;
    }
    return unit;
  }

  public static ByteSize ofMiB(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The exact text in the largest unit of 1024 that fits, such as {@code 512MiB}. */
  @Override
  public String toString() {
    int unit = -1;
    long value = bytes;
    while (value != 0 && value % 1024 == 0 && unit < UNITS.length() - 1) {
      value /= 1024;
      unit++;
    }
    return unit < 0 ? value + "B" : value + UNITS.substring(unit, unit + 1) + "iB";
  }
}
