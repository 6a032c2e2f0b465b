package io.gridmill.worker.kernel;

import java.time.Duration;
import java.util.List;

/**
 * What a sample has shown.
 *
 * @param indices how many indices were computed on the JVM
 * @param givenUp how many were begun and took too long
 * @param elements how many elements were compared
 * @param different how many of them differ by more than is allowed
 * @param examples the first few of those
 * @param worstUlps the largest difference of floating-point elements that is allowed and was seen
 * @param cost the time for computing and comparing
 */
public record SampleOutcome(
    int indices,
    int givenUp,
    int elements,
    int different,
    List<Difference> examples,
    long worstUlps,
    Duration cost) {

  /**
   * An element that the device computed otherwise than the JVM.
   *
   * @param argument its array's position among the arguments, from 0
   * @param element its place in the array
   * @param jvm the JVM's value, boxed
   * @param device the device's value, boxed
   */
  public record Difference(int argument, int element, Object jvm, Object device) {
    @Override
    public String toString() {
      return "argument %d[%d] is %s on the device, %s on the JVM"
          .formatted(argument + 1, element, device, jvm);
    }
  }

  /** Whether the device may be believed. */
  public boolean same() {
    return different == 0;
  }
}
