package io.gridmill.job;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and sizes as constraints compare them: exactly. */
final class Quantities {
  private static final Pattern FORM =
      Pattern.compile(
          "([-+]?\\d{1,300}(?:\\.\\d{1,300})?)|(\\d{1,18})\\s*([KMGT]i?B?|B)",
          Pattern.CASE_INSENSITIVE);

  private Quantities() {}

  /** The value of a number or size, null if the text is neither. */
  static @Nullable BigDecimal parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return null;
    }
    return m.group(1) != null
        ? new BigDecimal(m.group(1))
        : new BigDecimal(m.group(2)).multiply(BigDecimal.valueOf(ByteSize.unit(m.group(3))));
  }
}
