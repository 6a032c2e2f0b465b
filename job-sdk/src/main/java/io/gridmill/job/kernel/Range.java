package io.gridmill.job.kernel;

/**
 * How many indices a kernel is launched for: every index runs from 0 to its size, exclusive.
 *
 * <p>The last index is the fast one: neighbours in it are computed one after the other, so arrays
 * are best laid out row by row ({@code a[i * columns + j]}). A size may be zero; such a launch does
 * nothing.
 */
public sealed interface Range {

  /** A one-dimensional range of {@code i} indices; {@code i >= 0}. */
  static D1 of(int i) {
    return new D1(i);
  }

  /** A two-dimensional range, for example rows and columns; each size {@code >= 0}. */
  static D2 of(int i, int j) {
    return new D2(i, j);
  }

  /**
   * A three-dimensional range, for example planes, rows and columns; each size {@code >= 0}, and at
   * most 2<sup>63</sup>-1 indices in all.
   */
  static D3 of(int i, int j, int k) {
    return new D3(i, j, k);
  }

  /** The number of indices that a kernel is given: 1, 2 or 3. */
  int dimensions();

  /** The number of times that the kernel is called: the product of the sizes. */
  long count();

  /**
   * A one-dimensional range.
   *
   * @param i the number of indices
   */
  record D1(int i) implements Range {
    /** Refuses a negative size. */
    public D1 {
      requireSize("i", i);
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public long count() {
      return i;
    }

    @Override
    public String toString() {
      return "Range(" + i + ")";
    }
  }

  /**
   * A two-dimensional range.
   *
   * @param i the size of the first, slow index
   * @param j the size of the second, fast index
   */
  record D2(int i, int j) implements Range {
    /** Refuses a negative size. */
    public D2 {
      requireSize("i", i);
      requireSize("j", j);
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public long count() {
      return (long) i * j;
    }

    @Override
    public String toString() {
      return "Range(" + i + ", " + j + ")";
    }
  }

  /**
   * A three-dimensional range.
   *
   * @param i the size of the first, slowest index
   * @param j the size of the second index
   * @param k the size of the third, fast index
   */
  record D3(int i, int j, int k) implements Range {
    /** Refuses a negative size, and more indices than a long can count. */
    public D3 {
      requireSize("i", i);
      requireSize("j", j);
      requireSize("k", k);
      long plane = (long) j * k;
      if (plane != 0 && i > Long.MAX_VALUE / plane) {
        throw new IllegalArgumentException(
            "range: %d x %d x %d (expected: at most %d indices)"
                .formatted(i, j, k, Long.MAX_VALUE));
      }
    }

    @Override
    public int dimensions() {
      return 3;
    }

    @Override
    public long count() {
      return (long) i * j * k;
    }

    @Override
    public String toString() {
      return "Range(" + i + ", " + j + ", " + k + ")";
    }
  }

  private static void requireSize(String index, int size) {
    if (size < 0) {
      throw new IllegalArgumentException("range " + index + ": " + size + " (expected: >= 0)");
    }
  }
}
