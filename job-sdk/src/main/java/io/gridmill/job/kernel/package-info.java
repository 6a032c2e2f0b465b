/**
 * Kernels: one static method for one index, run for millions of them on all cores or on a GPU.
 *
 * <p>A kernel is plain Java. It can be called from a unit test, stepped through in a debugger, run
 * on the JVM's threads and, unchanged, be compiled for a device. An {@link
 * io.gridmill.job.kernel.Accelerator} runs it:
 *
 * {@snippet :
 * final class Saxpy {
 *   // The kernel: what happens at index i. It may be private.
 *   static void saxpy(int i, float a, float[] x, float[] y) {
 *     y[i] += a * x[i];
 *   }
 *
 *   static void run(Accelerator accelerator, float[] x, float[] y) {
 *     try (KernelGraph g =
 *         accelerator
 *             .graph("saxpy")
 *             .upload(x, y)
 *             .launch(Range.of(x.length), Saxpy::saxpy, 2f, x, y)
 *             .download(y)) {
 *       g.run(); // y = 2x + y
 *       g.run(); // y = 4x + y: y stayed on the device
 *     }
 *   }
 * }
 * }
 *
 * <p>In two or three dimensions, with the last index the fast one:
 *
 * {@snippet :
 * static void multiply(int i, int j, int n, float[] a, float[] b, float[] c) {
 *   float sum = 0;
 *   for (int k = 0; k < n; k++) {
 *     sum += a[i * n + k] * b[k * n + j];
 *   }
 *   c[i * n + j] = sum;
 * }
 *
 * g.launch(Range.of(n, n), Matrices::multiply, n, a, b, c);
 * }
 *
 * <p>What many programs need is there, as launches that are added to a graph beside one's own:
 * {@link io.gridmill.job.kernel.Kernels} element by element, {@link
 * io.gridmill.job.kernel.Reductions}, {@link io.gridmill.job.kernel.Scans}, {@link
 * io.gridmill.job.kernel.Matrices}, {@link io.gridmill.job.kernel.Filters} and {@link
 * io.gridmill.job.kernel.Sorts}.
 *
 * <h2>What a kernel may be</h2>
 *
 * <ul>
 *   <li>A static method that returns nothing, of any visibility, in a named class or interface. Its
 *       first one, two or three parameters are {@code int} indices (as many as the {@link
 *       io.gridmill.job.kernel.Range} has); one to eight more are primitive scalars and primitive
 *       arrays of any type. Matrices and volumes are flat arrays.
 *   <li>A scalar has the parameter's type: for {@code float a} pass {@code 2f}, not {@code 2}.
 *   <li>A lambda that captures nothing works on the JVM; a device may refuse it, since its scalars
 *       are boxes. Prefer a method.
 *   <li>On the JVM the body may be any Java. For a device keep to arithmetic, {@code Math}, local
 *       variables, loops, branches and calls of other such static methods: no objects, no
 *       exceptions, no static state.
 * </ul>
 *
 * <h2>Data races</h2>
 *
 * <p>All indices of one launch run at the same time, in any order. Let each index write only
 * elements that are its own, and read no element that another index of the same launch writes;
 * {@code sum[0] += x[i]} and {@code a[i] = a[i - 1] + 1} give a different, wrong result on each
 * run. Nothing checks this. Launches of one graph run one after the other, and each sees all that
 * those before it wrote: split a computation there.
 *
 * <h2>Cost</h2>
 *
 * <p>The first run of a graph prepares its kernels (milliseconds on the JVM, up to seconds on a
 * device); keep the graph and run it again. On the JVM a launch of less than about 50 microseconds
 * of work stays on the calling thread, larger ones are spread over all cores; what an index costs
 * is measured as it runs. A kernel with loops of its own can gain about a tenth there from {@code
 * -XX:InlineSmallCode=4000}, with which the JIT inlines it although it is large.
 *
 * <h2>Errors</h2>
 *
 * <p>A kernel that throws ends the run with a {@link io.gridmill.job.kernel.KernelException} that
 * has its indices. Something that is not a kernel, or an argument that does not fit, is refused
 * with an {@link IllegalArgumentException} when the launch is added; use of a closed graph with an
 * {@link IllegalStateException}. A run is stopped by {@linkplain Thread#interrupt interrupting} its
 * thread. An index that never ends cannot be stopped.
 *
 * <h2>Modules</h2>
 *
 * <p>A job on the class path needs nothing. A named module opens the packages of its kernels, and
 * of the code that refers to them, to this one: {@code opens com.acme.job to io.gridmill.sdk;}.
 */
@NullMarked
package io.gridmill.job.kernel;

import org.jspecify.annotations.NullMarked;
