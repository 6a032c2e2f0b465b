package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.KernelException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kernel's copies on the JVM, one index at a time, leaving the arrays alone. One thread at a time
 * uses it.
 */
final class TracedKernel {

  private static final String ROOT = "traced";

  private final String name;
  private final Overlay overlay = new Overlay();
  private final MethodHandle kernel;

  TracedKernel(String name, Class<?>[] parameters, KernelReach reach) {
    this.name = name;
    ClassDesc self = ClassDesc.of(TracedKernel.class.getPackageName(), "Traced");
    KernelCopies copies = new KernelCopies(self, ROOT, reach, new TraceCode());
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                type -> {
                  type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
                  copies.write(type);
                });
    try {
      Lookup hidden = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, overlay, true);
      this.kernel =
          hidden
              .findStatic(hidden.lookupClass(), ROOT, MethodType.methodType(void.class, parameters))
              .asSpreader(Object[].class, parameters.length)
              .asType(MethodType.methodType(void.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the traced copy of " + name + " is not as it was written", e);
    }
  }

  /**
   * Computes one index.
   *
   * @param deadline when to give up, by {@link System#nanoTime}
   * @return what it wrote; empty if it was given up
   * @throws KernelException if the kernel threw, for example at an index out of bounds
   */
  Optional<Map<Overlay.Element, Object>> at(int[] index, List<Object> arguments, long deadline) {
    Object[] all = new Object[index.length + arguments.size()];
    for (int d = 0; d < index.length; d++) {
      all[d] = index[d];
    }
    System.arraycopy(arguments.toArray(), 0, all, index.length, arguments.size());
    overlay.begin(arguments, deadline);
    try {
      kernel.invokeExact(all);
      return Optional.of(overlay.written());
    } catch (Overlay.Cut cut) {
      return Optional.empty();
    } catch (Throwable thrown) {
      throw new KernelException(
          "kernel %s failed at %s: %s".formatted(name, Arrays.toString(index), thrown), thrown);
    }
  }
}
