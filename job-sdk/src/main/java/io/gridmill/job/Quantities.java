package io.gridmill.job;

import java.util.regex.Pattern;

/** Numbers and sizes as constraints compare them. */
final class Quantities {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,300}(\\.\\d{1,300})?");
  private static final Pattern SIZE = Pattern.compile("\\d{1,18}\\s*([KMGT]i?B?|B)", 2);

  private Quantities() {}

  /** The value of a number or size, NaN if the text is neither. */
  static double parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    if (!SIZE.matcher(text).matches()) {
      return Double.NaN;
    }
    try {
      return ByteSize.parse(text).bytes();
    } catch (GridException tooLarge) {
      return Double.POSITIVE_INFINITY;
    }
  }
}
