package io.gridmill.cli;

import io.gridmill.job.GridException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and lengths of text as people write and read them. */
final class Texts {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Texts() {}

  /** Reads {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d} or ISO-8601. */
  static Duration duration(String text) {
    Matcher m = SHORT_DURATION.matcher(text);
    if (m.matches()) {
      long n = Long.parseLong(m.group(1));
      return switch (m.group(2)) {
        case "ms" -> Duration.ofMillis(n);
        case "s" -> Duration.ofSeconds(n);
        case "m" -> Duration.ofMinutes(n);
        case "h" -> Duration.ofHours(n);
        default -> Duration.ofDays(n);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw GridException.invalid("duration", text, "such as 500ms, 30s, 5m, 2h, 1d or PT5M");
    }
  }

  /** Two figures of a duration, such as {@code 1.2 s} or {@code 3 h 4 min}. */
  static String shown(Duration time) {
    long s = time.toSeconds();
    if (s < 10) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (s < 60) {
      return s + " s";
    }
    if (s < 3600) {
      return s / 60 + " min " + s % 60 + " s";
    }
    return s < 86400
        ? s / 3600 + " h " + s % 3600 / 60 + " min"
        : s / 86400 + " d " + s % 86400 / 3600 + " h";
  }

  static String shown(Instant time) {
    return TIME.format(time);
  }

  /** At most this many characters, on one line. */
  static String cut(@Nullable String text, int length) {
    if (text == null) {
      return "";
    }
    String line = text.replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= length ? line : line.substring(0, length - 3) + "...";
  }
}
