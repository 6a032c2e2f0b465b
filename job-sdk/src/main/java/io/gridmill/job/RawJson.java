package io.gridmill.job;

/**
 * A JSON value kept as its text: inputs and results pass through the grid unread.
 *
 * @param json one JSON value, such as {@code {"n":3}} or {@code null}
 */
public record RawJson(String json) {
  @Override
  public String toString() {
    return json;
  }
}
