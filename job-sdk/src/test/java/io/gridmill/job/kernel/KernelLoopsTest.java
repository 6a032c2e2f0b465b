package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class KernelLoopsTest {

  static void put(int i, int j, int[] y) {
    y[i] = j;
  }

  private static KernelMethod put(int dimensions) {
    try {
      return new KernelMethod(
          KernelLoopsTest.class.getDeclaredMethod("put", int.class, int.class, int[].class),
          dimensions);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void makesOneLoopForEachKernelAndNumberOfDimensions() {
    assertThat(KernelLoops.of(put(1))).isSameAs(KernelLoops.of(put(1)));
    assertThat(KernelLoops.of(put(2))).isSameAs(KernelLoops.of(put(2)));
    assertThat(KernelLoops.of(put(1))).isNotSameAs(KernelLoops.of(put(2)));
  }

  private static final class Broken {
    private static final int[] TABLE = new int[Integer.parseInt("many")];

    private static void put(int i, int[] y) {
      y[i] = TABLE[i];
    }
  }

  @Test
  void saysThatTheClassOfAKernelCannotBeInitialised() {
    try (Accelerator jvm = Accelerators.jvm(1);
        KernelGraph g = jvm.graph("broken").launch(Range.of(1), Broken::put, new int[1])) {
      assertThatThrownBy(g::run)
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("$Broken.put: its class cannot be initialised: ")
          .hasRootCauseInstanceOf(NumberFormatException.class);
    }
  }

  private static final class Tabled {
    private static final int[] SQUARES = squares();

    private static int[] squares() {
      int[] y = new int[10];
      try (Accelerator jvm = Accelerators.jvm(1);
          KernelGraph g = jvm.graph("squares").launch(Range.of(10), Tabled::square, y)) {
        g.run();
      }
      return y;
    }

    private static void square(int i, int[] y) {
      y[i] = i * i;
    }
  }

  @Test
  void runsAKernelWhoseClassRunsItToInitialiseItself() {
    assertThat(Tabled.SQUARES).endsWith(49, 64, 81);
  }

  /**
   * Defines {@link SomebodysJob} anew, in its own unnamed module; the rest comes from the parent.
   */
  private static final class JobLoader extends ClassLoader {
    JobLoader() {
      super(KernelLoopsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(SomebodysJob.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void runsPrivateKernelsOfAnotherLoaderAndLetsThatLoaderGo() throws Exception {
    try (Accelerator jvm = Accelerators.jvm(2)) {
      WeakReference<ClassLoader> loader = runInItsOwnLoader(jvm);
      for (int tries = 0; loader.get() != null && tries < 50; tries++) {
        System.gc();
      }
      assertThat(loader.get()).isNull();
    }
  }

  private static WeakReference<ClassLoader> runInItsOwnLoader(Accelerator jvm) throws Exception {
    JobLoader loader = new JobLoader();
    Class<?> type = loader.loadClass(SomebodysJob.class.getName());
    assertThat(type).isNotSameAs(SomebodysJob.class);
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    @SuppressWarnings("unchecked")
    var job = (BiConsumer<Accelerator, int[]>) constructor.newInstance();
    int[] y = new int[1_000_000];
    job.accept(jvm, y);
    assertThat(y[999_999]).isEqualTo(1_999_998);
    return new WeakReference<>(loader);
  }
}
