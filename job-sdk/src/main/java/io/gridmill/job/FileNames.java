package io.gridmill.job;

import java.util.regex.Pattern;

/** The form of names under which inputs and outputs lie in a task's working folder. */
public final class FileNames {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private FileNames() {}

  /**
   * Refuses a malformed name.
   *
   * @throws GridException with {@code INVALID_ARGUMENT}, naming this field
   */
  public static void check(String field, String name) {
    if (!FORM.matcher(name).matches()) {
      throw GridException.invalid(
          field, name, "1 to 100 of letters, digits, '.', '_' and '-', not starting with '.' or -");
    }
  }
}
