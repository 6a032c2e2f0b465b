package io.gridmill.bench;

import java.util.List;

/** Some trials' times, in seconds. */
record Spread(List<Double> sorted) {
  Spread {
    sorted = sorted.stream().sorted().toList();
  }

  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double max() {
    return sorted.getLast();
  }
}
