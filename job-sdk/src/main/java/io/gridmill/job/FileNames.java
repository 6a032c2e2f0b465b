package io.gridmill.job;

import java.util.regex.Pattern;

/** The form of names under which inputs and outputs lie in a task's working folder. */
final class FileNames {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private FileNames() {}

  static void check(String field, String name) {
    if (!FORM.matcher(name).matches()) {
      throw GridException.invalid(
          field, name, "1 to 100 of letters, digits, '.', '_' and '-', not starting with '.' or -");
    }
  }
}
