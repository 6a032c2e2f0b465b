package io.gridmill.examples;

/**
 * What the nearest neighbour says of a digit.
 *
 * @param row the digit's row in the data, from 0 on
 * @param label which digit it is
 * @param predicted the label of the nearest other row
 * @param neighbour that row; of several equally near ones, the lowest
 * @param distance its squared Euclidean distance
 */
public record Prediction(int row, int label, int predicted, int neighbour, int distance) {
  /** Whether the neighbour has the digit's label. */
  public boolean isRight() {
    return label == predicted;
  }
}
