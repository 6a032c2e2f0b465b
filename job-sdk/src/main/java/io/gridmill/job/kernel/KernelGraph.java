package io.gridmill.job.kernel;

import io.gridmill.job.kernel.KernelPlan.Download;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.KernelPlan.Step;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import io.gridmill.job.kernel.KernelPlan.Upload;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transfers and kernel launches that are built once and run many times, in the order in which they
 * were added.
 *
 * {@snippet :
 * try (KernelGraph g =
 *     accelerator
 *         .graph("saxpy")
 *         .upload(x)
 *         .launch(Range.of(n), Saxpy::saxpy, 2f, x, y)
 *         .download(y)) {
 *   g.run();
 * }
 * }
 *
 * <p><b>Arrays live on the device.</b> Between {@link #upload} and {@link #download} the device has
 * its own copy: what the host writes after the first run is not seen by kernels (unless the array
 * is added with {@link #uploadEachRun}), and what kernels write is not seen by the host (unless
 * downloaded). An array that a launch uses and no earlier step uploads is uploaded in the first
 * run, just before that launch. The JVM backend shares the host's arrays and copies nothing, so
 * there a forgotten transfer goes unnoticed: state them all. A device takes an array's uploads
 * before the first launch that uses it, and its last download after the last; a graph that is
 * otherwise is refused by its first run.
 *
 * <p><b>Launches.</b> {@code launch(range, Type::method, arguments…)} takes a static method whose
 * first one, two or three {@code int} parameters are indices, and one to eight arguments for the
 * rest: scalars and primitive arrays. Scalars keep the value they have when the launch is added;
 * for one that changes between runs use an array of length one and {@link #uploadEachRun}. A step
 * sees all that earlier steps wrote. A launch is refused with {@link IllegalArgumentException} if
 * the reference is not to such a method or an argument does not fit.
 *
 * <p>Not thread-safe. After a run has thrown, what its kernels were writing is undefined; the graph
 * can be run again.
 */
public final class KernelGraph extends KernelLaunches implements AutoCloseable {

  private final String name;
  private final Accelerator accelerator;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Object> onDevice = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable KernelExecution execution;
  private boolean closed;

  KernelGraph(String name, Accelerator accelerator) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("graph name: \"" + name + "\" (expected: not blank)");
    }
    this.name = name;
    this.accelerator = accelerator;
  }

  /**
   * Copies arrays to the device in the first run; later runs go on with what the device then holds.
   *
   * @param arrays primitive arrays of any type and length
   */
  public KernelGraph upload(Object... arrays) {
    return upload(Transfer.FIRST_RUN, arrays);
  }

  /**
   * Copies arrays to the device at this point of every run.
   *
   * @param arrays primitive arrays of any type and length
   */
  public KernelGraph uploadEachRun(Object... arrays) {
    return upload(Transfer.EVERY_RUN, arrays);
  }

  /**
   * Copies arrays back from the device at this point of every run; when {@link #run} returns, the
   * host sees them.
   *
   * @param arrays primitive arrays that an earlier step uploads or uses
   */
  public KernelGraph download(Object... arrays) {
    requireBuilding();
    for (Object array : arrays) {
      requireArray("download", array);
      if (!onDevice.contains(array)) {
        throw new IllegalArgumentException(
            "graph %s: download of a %s that is not on the device (expected: one that an earlier"
                    .formatted(name, array.getClass().getTypeName())
                + " upload or launch names)");
      }
      steps.add(new Download(array));
    }
    return this;
  }

  /**
   * Runs all steps and returns when the last is done. The first run also prepares the graph, after
   * which no step can be added.
   *
   * <p>Honours {@link Thread#interrupt}: no new indices are begun, those that are being computed
   * are completed.
   *
   * @throws KernelException if a kernel threw, or the device failed; its code says which
   * @throws java.util.concurrent.CancellationException if the thread was interrupted before all
   *     indices were computed; its interrupt status stays set
   * @throws IllegalArgumentException if the accelerator cannot run these steps in this order
   * @throws IllegalStateException if the graph or its accelerator is closed, or it has no launch
   */
  public void run() {
    requireOpen();
    if (execution == null) {
      if (steps.stream().noneMatch(Launch.class::isInstance)) {
        throw new IllegalStateException("graph " + name + ": no launch (expected: at least one)");
      }
      execution = accelerator.prepare(new KernelPlan(name, steps));
    }
    execution.run();
  }

  /** Frees what the graph holds on the device. Closing twice does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    steps.clear();
    onDevice.clear();
    if (execution != null) {
      execution.close();
      execution = null;
    }
  }

  /** The name and the state, for messages. */
  @Override
  public String toString() {
    String state = closed ? "closed" : execution == null ? "building" : "prepared";
    return "KernelGraph(" + name + ", " + state + ")";
  }

  @Override
  KernelGraph add(Range range, Serializable reference, Object... arguments) {
    requireBuilding();
    KernelMethod kernel = KernelReferences.resolve(reference, range.dimensions());
    List<Object> bound = kernel.bind(arguments);
    for (Object argument : bound) {
      if (argument.getClass().isArray() && onDevice.add(argument)) {
        steps.add(new Upload(argument, Transfer.FIRST_RUN));
      }
    }
    steps.add(new Launch(kernel, range, bound));
    return this;
  }

  /** Whether kernels run on this JVM, where all of Java works; else keep to what a device takes. */
  boolean runsOnJvm() {
    return accelerator.backend().equals(JvmAccelerator.BACKEND);
  }

  private KernelGraph upload(Transfer when, Object... arrays) {
    requireBuilding();
    for (Object array : arrays) {
      requireArray("upload", array);
      onDevice.add(array);
      steps.add(new Upload(array, when));
    }
    return this;
  }

  private void requireArray(String step, @Nullable Object array) {
    if (array == null || !KernelMethod.isArray(array.getClass())) {
      throw new IllegalArgumentException(
          "graph %s: %s of %s (expected: a primitive array)"
              .formatted(name, step, array == null ? "null" : array.getClass().getTypeName()));
    }
  }

  private void requireBuilding() {
    requireOpen();
    if (execution != null) {
      throw new IllegalStateException(
          "graph " + name + ": has run (expected: all steps added before the first run)");
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("graph " + name + ": closed (expected: open)");
    }
  }
}
