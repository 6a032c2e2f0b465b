package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What proves to a gateway who calls: an API key. Never shown: its text is {@code ***}. */
public final class Credentials {
  /** The environment variable that may hold a key. */
  public static final String KEY_VARIABLE = "GRIDMILL_KEY";

  /** The environment variable that may name a file with a key. */
  public static final String KEY_FILE_VARIABLE = "GRIDMILL_KEY_FILE";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  private final String key;

  private Credentials(String key) {
    this.key = key;
  }

  /**
   * A key as the grid gave it, {@code gm_<id>_<secret>}.
   *
   * @throws GridException if it is empty or holds blanks or anything but ASCII
   */
  public static Credentials of(String key) {
    String stripped = key.strip();
    if (!FORM.matcher(stripped).matches()) {
      String shown = stripped.isEmpty() ? "empty" : stripped.length() + " characters";
      throw GridException.invalid("key", shown, "gm_<id>_<secret>, without blanks");
    }
    return new Credentials(stripped);
  }

  /**
   * The key that a file holds, and nothing else but blanks around it.
   *
   * @throws GridException if the file cannot be read or holds no key
   */
  public static Credentials file(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT, "key file: " + file + " (expected: a readable file)", e);
    }
    return of(text);
  }

  /** The key in {@value #KEY_VARIABLE} or in the file that {@value #KEY_FILE_VARIABLE} names. */
  public static Optional<Credentials> environment() {
    return environment(System.getenv());
  }

  /** As {@link #environment()}, of other variables. */
  public static Optional<Credentials> environment(Map<String, String> variables) {
    String key = variables.getOrDefault(KEY_VARIABLE, "");
    String file = variables.getOrDefault(KEY_FILE_VARIABLE, "");
    if (!key.isBlank()) {
      return Optional.of(of(key));
    }
    return file.isBlank() ? Optional.empty() : Optional.of(file(Path.of(file)));
  }

  /** The value of the {@code Authorization} header. */
  String header() {
    return "Bearer " + key;
  }

  @Override
  public String toString() {
    return "***";
  }
}
