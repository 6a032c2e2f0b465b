package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelExecution;
import io.gridmill.job.kernel.KernelMethod;
import io.gridmill.job.kernel.KernelPlan;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.Range;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;

/** Runs plans by plain loops around something that computes one index. */
final class LoopAccelerator implements Accelerator {

  /** Computes one index of a launch. */
  interface OneIndex {
    void at(int[] index, List<Object> arguments) throws Throwable;
  }

  /** Makes kernels ready. */
  interface Calls {
    OneIndex of(KernelMethod kernel) throws ReflectiveOperationException;
  }

  private final Calls calls;

  private LoopAccelerator(Calls calls) {
    this.calls = calls;
  }

  /** The kernel itself. */
  static LoopAccelerator original() {
    return new LoopAccelerator(
        kernel -> {
          kernel.method().setAccessible(true);
          return call(
              MethodHandles.lookup().unreflect(kernel.method()),
              kernel.method().getParameterCount());
        });
  }

  /** The checked and rewritten copy. */
  static LoopAccelerator copied() {
    return new LoopAccelerator(
        kernel -> {
          KernelCode code = KernelCode.of(kernel);
          ClassDesc self = ClassDesc.of(LoopAccelerator.class.getPackageName(), "Copies");
          byte[] bytes =
              ClassFile.of().build(self, type -> code.emit(type, self, "gridmillKernel"));
          Lookup hidden = MethodHandles.lookup().defineHiddenClass(bytes, true);
          Class<?>[] parameters = kernel.method().getParameterTypes();
          return call(
              hidden.findStatic(
                  hidden.lookupClass(),
                  "gridmillKernel",
                  MethodType.methodType(void.class, parameters)),
              parameters.length);
        });
  }

  /** The traced copy; what it reports is written only when the index has ended. */
  static LoopAccelerator traced() {
    return new LoopAccelerator(
        kernel -> {
          TracedKernel traced = KernelCode.of(kernel).traced();
          return (index, arguments) -> {
            Map<Overlay.Element, Object> written =
                traced.at(index, arguments, Long.MAX_VALUE / 2 + System.nanoTime()).orElseThrow();
            written.forEach(
                (element, value) ->
                    Array.set(arguments.get(element.argument()), element.index(), value));
          };
        });
  }

  private static OneIndex call(MethodHandle handle, int parameters) {
    MethodHandle spread = handle.asSpreader(Object[].class, parameters);
    return (index, arguments) -> {
      Object[] all = new Object[parameters];
      for (int d = 0; d < index.length; d++) {
        all[d] = index[d];
      }
      System.arraycopy(arguments.toArray(), 0, all, index.length, arguments.size());
      spread.invoke(all);
    };
  }

  @Override
  public KernelExecution prepare(KernelPlan plan) {
    return new KernelExecution() {
      @Override
      public void run() {
        for (KernelPlan.Step step : plan.steps()) {
          if (step instanceof Launch launch) {
            loop(launch);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  private void loop(Launch launch) {
    try {
      OneIndex one = calls.of(launch.kernel());
      switch (launch.range()) {
        case Range.D1(int ni) -> {
          for (int i = 0; i < ni; i++) {
            one.at(new int[] {i}, launch.arguments());
          }
        }
        case Range.D2(int ni, int nj) -> {
          for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
              one.at(new int[] {i, j}, launch.arguments());
            }
          }
        }
        case Range.D3(int ni, int nj, int nk) -> {
          for (int i = 0; i < ni; i++) {
            for (int j = 0; j < nj; j++) {
              for (int k = 0; k < nk; k++) {
                one.at(new int[] {i, j, k}, launch.arguments());
              }
            }
          }
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(launch.kernel().name(), e);
    }
  }

  @Override
  public String backend() {
    return "loop";
  }

  @Override
  public String device() {
    return "a plain loop";
  }

  @Override
  public void close() {}
}
