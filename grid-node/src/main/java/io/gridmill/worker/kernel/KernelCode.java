package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.KernelMethod;
import java.lang.classfile.ClassBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * A kernel that a device can run: its bytecode and that of every method it reaches, checked, and
 * rewritten where devices' compilers are known to be wrong about it.
 *
 * <p>Rewritten, bit for bit as Java defines it: shifts ({@code >>>}, and amounts beyond the width),
 * division and remainder of negative numbers, conversions of floating point to integers, loops that
 * are left at several places, and what {@link Math}, {@link Integer}, {@link Long}, {@link Float}
 * and {@link Double} offer beyond that: rounding, {@code abs}, {@code min}, {@code max}, unsigned
 * arithmetic, rotation, counting of bits. Static final numbers become constants.
 *
 * <p>Not caught here, but by a sample or by the JVM's own run: a division by zero, an index out of
 * bounds, and a comparison that relies on the overflow of a signed number ({@code x + 1 > x}),
 * which compilers of OpenCL C take to be impossible.
 */
public final class KernelCode {

  /**
   * A copied kernel.
   *
   * @param name the static method of the class that was being built
   * @param type the kernel's own parameters and result
   */
  public record Copy(String name, MethodTypeDesc type) {}

  private final KernelMethod kernel;
  private final KernelReach reach;

  private KernelCode(KernelMethod kernel, KernelReach reach) {
    this.kernel = kernel;
    this.reach = reach;
  }

  /**
   * Reads and checks a kernel.
   *
   * @throws KernelRefused naming the line, the reason and a way out
   */
  public static KernelCode of(KernelMethod kernel) {
    return new KernelCode(kernel, KernelReach.of(kernel));
  }

  /** The kernel, for messages. */
  public String name() {
    return kernel.name();
  }

  /** How many indices the kernel takes. */
  int dimensions() {
    return kernel.dimensions();
  }

  /**
   * Whether it calls functions whose last places may differ between a device and the JVM: {@code
   * sin cos tan exp log pow atan2 tanh}. Without them a device that computes strictly gives the
   * JVM's bits.
   */
  public boolean rough() {
    return reach.rough();
  }

  /**
   * Writes the copies as static methods of a class.
   *
   * @param type the class that is being built
   * @param self its name
   * @param name what the copy of the kernel is called; the others' names begin with it and a dollar
   */
  public Copy emit(ClassBuilder type, ClassDesc self, String name) {
    new KernelCopies(self, name, reach, null).write(type);
    return new Copy(name, reach.methods().values().iterator().next().type());
  }

  TracedKernel traced() {
    return new TracedKernel(name(), kernel.method().getParameterTypes(), reach);
  }
}
