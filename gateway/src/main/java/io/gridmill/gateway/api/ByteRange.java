package io.gridmill.gateway.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one to another.
 *
 * @param from the first byte
 * @param to one past the last
 */
record ByteRange(long from, long to) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * The one range that a {@code Range} header asks for; empty if it asks for none, or for something
   * that a server may pass over, such as several ranges. A range beyond the end has no bytes.
   */
  static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher m = FORM.matcher(header == null ? "" : header.strip());
    if (!m.matches() || (m.group(1).isEmpty() && m.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (m.group(1).isEmpty()) {
      return Optional.of(new ByteRange(Math.max(0, size - Long.parseLong(m.group(2))), size));
    }
    long from = Long.parseLong(m.group(1));
    long last = m.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(m.group(2));
    if (last < from) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.min(size - 1, last) + 1));
  }

  long length() {
    return Math.max(0, to - from);
  }

  String contentRange(long size) {
    return "bytes " + from + "-" + (to - 1) + "/" + size;
  }
}
