package io.gridmill.job.kernel;

import java.io.Serializable;

/** The overloads of {@code launch}: 1 to 3 indices, 1 to 8 arguments; all are one operation. */
abstract sealed class KernelLaunches permits KernelGraph {

  KernelLaunches() {}

  /** Adds a launch of the static method behind {@code kernel} to this graph. */
  abstract KernelGraph add(Range range, Serializable kernel, Object... arguments);

  /** Adds a 1-D launch with one argument; see {@linkplain KernelGraph the rules}. */
  public <A> KernelGraph launch(Range.D1 range, Kernel1D.With1<A> kernel, A a) {
    return add(range, kernel, a);
  }

  /** Adds a 1-D launch with two arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B> KernelGraph launch(Range.D1 range, Kernel1D.With2<A, B> kernel, A a, B b) {
    return add(range, kernel, a, b);
  }

  /** Adds a 1-D launch with three arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C> KernelGraph launch(
      Range.D1 range, Kernel1D.With3<A, B, C> kernel, A a, B b, C c) {
    return add(range, kernel, a, b, c);
  }

  /** Adds a 1-D launch with four arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D> KernelGraph launch(
      Range.D1 range, Kernel1D.With4<A, B, C, D> kernel, A a, B b, C c, D d) {
    return add(range, kernel, a, b, c, d);
  }

  /** Adds a 1-D launch with five arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E> KernelGraph launch(
      Range.D1 range, Kernel1D.With5<A, B, C, D, E> kernel, A a, B b, C c, D d, E e) {
    return add(range, kernel, a, b, c, d, e);
  }

  /** Adds a 1-D launch with six arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F> KernelGraph launch(
      Range.D1 range, Kernel1D.With6<A, B, C, D, E, F> kernel, A a, B b, C c, D d, E e, F f) {
    return add(range, kernel, a, b, c, d, e, f);
  }

  /** Adds a 1-D launch with seven arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G> KernelGraph launch(
      Range.D1 range,
      Kernel1D.With7<A, B, C, D, E, F, G> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g) {
    return add(range, kernel, a, b, c, d, e, f, g);
  }

  /** Adds a 1-D launch with eight arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G, H> KernelGraph launch(
      Range.D1 range,
      Kernel1D.With8<A, B, C, D, E, F, G, H> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h) {
    return add(range, kernel, a, b, c, d, e, f, g, h);
  }

  /** Adds a 2-D launch with one argument; see {@linkplain KernelGraph the rules}. */
  public <A> KernelGraph launch(Range.D2 range, Kernel2D.With1<A> kernel, A a) {
    return add(range, kernel, a);
  }

  /** Adds a 2-D launch with two arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B> KernelGraph launch(Range.D2 range, Kernel2D.With2<A, B> kernel, A a, B b) {
    return add(range, kernel, a, b);
  }

  /** Adds a 2-D launch with three arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C> KernelGraph launch(
      Range.D2 range, Kernel2D.With3<A, B, C> kernel, A a, B b, C c) {
    return add(range, kernel, a, b, c);
  }

  /** Adds a 2-D launch with four arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D> KernelGraph launch(
      Range.D2 range, Kernel2D.With4<A, B, C, D> kernel, A a, B b, C c, D d) {
    return add(range, kernel, a, b, c, d);
  }

  /** Adds a 2-D launch with five arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E> KernelGraph launch(
      Range.D2 range, Kernel2D.With5<A, B, C, D, E> kernel, A a, B b, C c, D d, E e) {
    return add(range, kernel, a, b, c, d, e);
  }

  /** Adds a 2-D launch with six arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F> KernelGraph launch(
      Range.D2 range, Kernel2D.With6<A, B, C, D, E, F> kernel, A a, B b, C c, D d, E e, F f) {
    return add(range, kernel, a, b, c, d, e, f);
  }

  /** Adds a 2-D launch with seven arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G> KernelGraph launch(
      Range.D2 range,
      Kernel2D.With7<A, B, C, D, E, F, G> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g) {
    return add(range, kernel, a, b, c, d, e, f, g);
  }

  /** Adds a 2-D launch with eight arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G, H> KernelGraph launch(
      Range.D2 range,
      Kernel2D.With8<A, B, C, D, E, F, G, H> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h) {
    return add(range, kernel, a, b, c, d, e, f, g, h);
  }

  /** Adds a 3-D launch with one argument; see {@linkplain KernelGraph the rules}. */
  public <A> KernelGraph launch(Range.D3 range, Kernel3D.With1<A> kernel, A a) {
    return add(range, kernel, a);
  }

  /** Adds a 3-D launch with two arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B> KernelGraph launch(Range.D3 range, Kernel3D.With2<A, B> kernel, A a, B b) {
    return add(range, kernel, a, b);
  }

  /** Adds a 3-D launch with three arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C> KernelGraph launch(
      Range.D3 range, Kernel3D.With3<A, B, C> kernel, A a, B b, C c) {
    return add(range, kernel, a, b, c);
  }

  /** Adds a 3-D launch with four arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D> KernelGraph launch(
      Range.D3 range, Kernel3D.With4<A, B, C, D> kernel, A a, B b, C c, D d) {
    return add(range, kernel, a, b, c, d);
  }

  /** Adds a 3-D launch with five arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E> KernelGraph launch(
      Range.D3 range, Kernel3D.With5<A, B, C, D, E> kernel, A a, B b, C c, D d, E e) {
    return add(range, kernel, a, b, c, d, e);
  }

  /** Adds a 3-D launch with six arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F> KernelGraph launch(
      Range.D3 range, Kernel3D.With6<A, B, C, D, E, F> kernel, A a, B b, C c, D d, E e, F f) {
    return add(range, kernel, a, b, c, d, e, f);
  }

  /** Adds a 3-D launch with seven arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G> KernelGraph launch(
      Range.D3 range,
      Kernel3D.With7<A, B, C, D, E, F, G> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g) {
    return add(range, kernel, a, b, c, d, e, f, g);
  }

  /** Adds a 3-D launch with eight arguments; see {@linkplain KernelGraph the rules}. */
  public <A, B, C, D, E, F, G, H> KernelGraph launch(
      Range.D3 range,
      Kernel3D.With8<A, B, C, D, E, F, G, H> kernel,
      A a,
      B b,
      C c,
      D d,
      E e,
      F f,
      G g,
      H h) {
    return add(range, kernel, a, b, c, d, e, f, g, h);
  }
}
