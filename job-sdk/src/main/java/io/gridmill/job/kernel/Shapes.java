package io.gridmill.job.kernel;

import java.lang.reflect.Array;

/** Checks of what the kernel library is given, each with the name, the value and what it needs. */
final class Shapes {

  private Shapes() {}

  static void requireSize(String name, int size, int least) {
    if (size < least) {
      throw new IllegalArgumentException("%s: %d (expected: >= %d)".formatted(name, size, least));
    }
  }

  /** Refuses an array that does not have exactly as many elements as another. */
  static void requireLength(String name, Object array, String like, int length) {
    int has = Array.getLength(array);
    if (has != length) {
      throw new IllegalArgumentException(
          "%s: %d elements (expected: %d, as %s has)".formatted(name, has, length, like));
    }
  }

  /** Refuses an array that is too short for what is read from or written to its start. */
  static void requireRoom(String name, Object array, int rows, int columns) {
    long needed = (long) rows * columns;
    int has = Array.getLength(array);
    if (has < needed) {
      throw new IllegalArgumentException(
          "%s: %d elements (expected: >= %d, for %d x %d)"
              .formatted(name, has, needed, rows, columns));
    }
  }

  /** Refuses a target that is also read, where elements are written before all is read. */
  @SuppressWarnings("ReferenceEquality") // whether it is the same memory is what is asked
  static void requireOther(String target, Object array, String source, Object read) {
    if (array == read) {
      throw new IllegalArgumentException(
          "%s: the same array as %s (expected: another one)".formatted(target, source));
    }
  }
}
