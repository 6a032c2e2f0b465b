package io.gridmill.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what someone who mistyped a word probably meant. */
final class NearWords {
  private static final int MAX = 2;

  private NearWords() {}

  /** The nearest of the known words, best first; none if all are too far. */
  static List<String> of(String word, Collection<String> known) {
    int far = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(k -> distance(word, k) <= far)
        .sorted(Comparator.<String>comparingInt(k -> distance(word, k)).thenComparing(k -> k))
        .limit(MAX)
        .toList();
  }

  /** How many letters to add, drop, replace or swap with their neighbour (Damerau, restricted). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] =
            Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
