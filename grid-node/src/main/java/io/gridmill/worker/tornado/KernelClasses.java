package io.gridmill.worker.tornado;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelMethod;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.worker.kernel.KernelCode;
import io.gridmill.worker.kernel.KernelRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The code of kernels, and their wrappers. These are written to a folder of the class path, because
 * TornadoVM looks for the class file of whatever it compiles through the system class loader.
 */
final class KernelClasses {
  private static final String PACKAGE = "io.gridmill.worker.tornado.made";

  private final TornadoApi api;
  private final Path folder;
  private final Map<KernelMethod, KernelCode> codes = new HashMap<>();
  private final Map<Wanted, Class<?>> made = new HashMap<>();

  /**
   * What a wrapper is made for.
   *
   * @param same for each argument the first one that is the same array
   */
  private record Wanted(KernelMethod kernel, List<Integer> same) {}

  KernelClasses(TornadoApi api, Path folder) {
    this.api = api;
    this.folder = folder;
  }

  /**
   * The checked code of a kernel.
   *
   * @throws KernelException with code {@code KERNEL_REFUSED} if a device cannot run it as Java does
   */
  synchronized KernelCode code(KernelMethod kernel) {
    try {
      return codes.computeIfAbsent(kernel, KernelCode::of);
    } catch (KernelRefused refused) {
      throw new KernelException(
          ErrorCode.KERNEL_REFUSED, String.valueOf(refused.getMessage()), refused);
    }
  }

  /** A task that runs the kernel of a launch. */
  synchronized Object task(Launch launch) {
    KernelMethod kernel = launch.kernel();
    Wanted wanted = new Wanted(kernel, KernelWrapper.same(launch.arguments()));
    try {
      return made.computeIfAbsent(wanted, this::define).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the wrapper of " + kernel.name() + " is not as it was written", e);
    }
  }

  private Class<?> define(Wanted wanted) {
    KernelMethod kernel = wanted.kernel();
    String name = PACKAGE + ".K" + made.size();
    Path file = folder.resolve(name.replace('.', '/') + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(
          file, KernelWrapper.write(name, api.contextType(), kernel, code(kernel), wanted.same()));
      return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException("the wrapper of " + kernel.name() + " cannot be written", e);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(folder + " is not on the class path", e);
    }
  }
}
