package io.gridmill.e2e.jobs;

/**
 * What is known of items that follow each other.
 *
 * @param parts how many of these were reduced to one in the end; 0 before
 */
public record Stretch(long count, long sum, long first, long last, int parts) {
  Stretch and(Stretch other) {
    if (last >= other.first) {
      throw new IllegalArgumentException(this + " does not come before " + other);
    }
    return new Stretch(
        count + other.count, sum + other.sum, first, other.last, parts + other.parts);
  }

  Stretch asOnePart() {
    return new Stretch(count, sum, first, last, 1);
  }
}
