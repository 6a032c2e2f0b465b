package io.gridmill.job.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Classes of the job's jars whose names are close to one that was not found. */
final class NearNames {
  private static final int MOST_CLASSES = 20_000;
  private static final int SHOWN = 3;

  private NearNames() {}

  /** A hint to put behind a message; empty if nothing is close. */
  static String of(String className, List<Path> jars) {
    String wanted = simple(className);
    List<String> near =
        jars.stream()
            .flatMap(NearNames::classes)
            .distinct()
            .filter(name -> distance(simple(name), wanted) <= Math.max(1, wanted.length() / 4))
            .sorted(
                Comparator.<String>comparingInt(name -> distance(simple(name), wanted))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SHOWN)
            .toList();
    return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
  }

  private static Stream<String> classes(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .limit(MOST_CLASSES)
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .collect(Collectors.toList())
          .stream();
    } catch (IOException e) {
      return Stream.empty(); // a folder or a broken jar has no hint to give; loading says the rest
    }
  }

  private static String simple(String className) {
    String name = className.replace('$', '.').replace('/', '.');
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The Levenshtein distance: the fewest letters to insert, delete or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
