package io.gridmill.examples;

import java.util.Locale;
import java.util.StringJoiner;

/** Which digit was taken for which, how often: a row for what it is, a column for what was said. */
final class Confusion {
  /** The labels are 0 to 9. */
  static final int LABELS = 10;

  private final int[][] counts = new int[LABELS][LABELS];
  private int total;
  private int correct;

  void add(Prediction prediction) {
    counts[prediction.label()][prediction.predicted()]++;
    total++;
    correct += prediction.isRight() ? 1 : 0;
  }

  int count(int label, int predicted) {
    return counts[label][predicted];
  }

  int total() {
    return total;
  }

  int correct() {
    return correct;
  }

  /** Such as {@code 1776 of 1797 right (98.83 %)}. */
  String accuracy() {
    double percent = total == 0 ? 0 : 100.0 * correct / total;
    return String.format(Locale.ROOT, "%d of %d right (%.2f %%)", correct, total, percent);
  }

  /** CSV with a header line and the label at the start of each line. */
  String csv() {
    StringBuilder csv = new StringBuilder("label");
    for (int predicted = 0; predicted < LABELS; predicted++) {
      csv.append(",predicted_").append(predicted);
    }
    csv.append('\n');
    for (int label = 0; label < LABELS; label++) {
      StringJoiner line = new StringJoiner(",", "", "\n").add(Integer.toString(label));
      for (int count : counts[label]) {
        line.add(Integer.toString(count));
      }
      csv.append(line);
    }
    return csv.toString();
  }
}
