package io.gridmill.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule over compiled classes, with classes that break it: a rule that nothing can break is none.
 *
 * @param name what the rule says, as a sentence
 * @param check the rule
 * @param breaches sources that break it, each compiled and checked on its own; a line {@code ---}
 *     parts two classes
 */
record Rule(String name, ArchRule check, List<String> breaches) {
  Rule(String name, ArchRule check, String... breaches) {
    this(name, check, List.of(breaches));
  }

  @Override
  public String toString() {
    return name;
  }
}
