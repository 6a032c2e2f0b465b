package io.gridmill.job.kernel;

import java.io.Serializable;

/**
 * A static method that computes the element at two indices: {@code static void name(int i, int j,
 * …)}.
 *
 * <p>Called once for every {@code 0 <= i < range.i()} and {@code 0 <= j < range.j()}, on many
 * threads and in no particular order. The nested interfaces are the shapes that a method reference
 * can take, by the number of arguments after the indices. Nobody implements or calls them: only the
 * static method behind the reference is used.
 */
public interface Kernel2D extends Serializable {

  /** A kernel with one argument after the indices. */
  @FunctionalInterface
  interface With1<A> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a);
  }

  /** A kernel with two arguments after the indices. */
  @FunctionalInterface
  interface With2<A, B> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b);
  }

  /** A kernel with three arguments after the indices. */
  @FunctionalInterface
  interface With3<A, B, C> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c);
  }

  /** A kernel with four arguments after the indices. */
  @FunctionalInterface
  interface With4<A, B, C, D> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c, D d);
  }

  /** A kernel with five arguments after the indices. */
  @FunctionalInterface
  interface With5<A, B, C, D, E> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c, D d, E e);
  }

  /** A kernel with six arguments after the indices. */
  @FunctionalInterface
  interface With6<A, B, C, D, E, F> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c, D d, E e, F f);
  }

  /** A kernel with seven arguments after the indices. */
  @FunctionalInterface
  interface With7<A, B, C, D, E, F, G> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c, D d, E e, F f, G g);
  }

  /** A kernel with eight arguments after the indices. */
  @FunctionalInterface
  interface With8<A, B, C, D, E, F, G, H> extends Kernel2D {
    /** Computes one element. */
    void at(int i, int j, A a, B b, C c, D d, E e, F f, G g, H h);
  }
}
