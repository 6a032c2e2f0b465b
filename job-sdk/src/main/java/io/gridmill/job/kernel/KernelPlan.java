package io.gridmill.job.kernel;

import java.util.List;

/**
 * What a graph does on each run, as a backend is given it: every method is resolved, every argument
 * checked, and every array is named by an upload before a launch uses it.
 *
 * @param name the graph's name
 * @param steps what to do, in this order
 */
public record KernelPlan(String name, List<Step> steps) {

  /** Copies the list. */
  public KernelPlan {
    steps = List.copyOf(steps);
  }

  /** One step of a run. Arrays are compared by identity: the same array is the same memory. */
  public sealed interface Step {}

  /** When an array is copied to the device. */
  public enum Transfer {
    /** In the first run only; later runs find on the device what the last run left there. */
    FIRST_RUN,
    /** In every run. */
    EVERY_RUN
  }

  /**
   * Copies an array to the device.
   *
   * @param array a primitive array
   * @param when in which runs
   */
  public record Upload(Object array, Transfer when) implements Step {}

  /**
   * Calls a kernel for every index of a range.
   *
   * @param kernel the static method
   * @param range its indices; as many dimensions as the kernel has
   * @param arguments the values after the indices: boxes of exactly the parameter's primitive type,
   *     and primitive arrays
   */
  public record Launch(KernelMethod kernel, Range range, List<Object> arguments) implements Step {
    /** Copies the list. */
    public Launch {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Copies an array back from the device, in every run.
   *
   * @param array a primitive array that an earlier step names
   */
  public record Download(Object array) implements Step {}
}
