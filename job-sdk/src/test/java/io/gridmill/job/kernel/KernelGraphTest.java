package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.kernel.KernelPlan.Download;
import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import io.gridmill.job.kernel.KernelPlan.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a graph hands to its backend, and when; with a backend that writes it down. */
class KernelGraphTest {

  private final List<KernelPlan> prepared = new ArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();

  private final Accelerator recorder =
      new Accelerator() {
        @Override
        public KernelExecution prepare(KernelPlan plan) {
          prepared.add(plan);
          return new KernelExecution() {
            @Override
            public void run() {
              runs.incrementAndGet();
            }

            @Override
            public void close() {
              closes.incrementAndGet();
            }
          };
        }

        @Override
        public String backend() {
          return "recorder";
        }

        @Override
        public String device() {
          return "a list";
        }

        @Override
        public void close() {}
      };

  private final float[] x = new float[4];
  private final float[] y = new float[4];

  private static void saxpy(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  private static void scale(int i, int j, float[] a, double[] y) {
    y[i * 2 + j] *= a[0];
  }

  @Test
  void handsTheBackendResolvedMethodsArgumentsRangesAndTransfersInOrder() throws Exception {
    double[] z = new double[4];
    float[] a = {2};
    try (KernelGraph g = recorder.graph("two")) {
      g.upload(x)
          .launch(Range.of(4), KernelGraphTest::saxpy, 3f, x, y)
          .uploadEachRun(a)
          .launch(Range.of(2, 2), KernelGraphTest::scale, a, z)
          .download(y, z)
          .run();
    }
    KernelMethod saxpy =
        new KernelMethod(
            KernelGraphTest.class.getDeclaredMethod(
                "saxpy", int.class, float.class, float[].class, float[].class),
            1);
    KernelMethod scale =
        new KernelMethod(
            KernelGraphTest.class.getDeclaredMethod(
                "scale", int.class, int.class, float[].class, double[].class),
            2);
    assertThat(prepared)
        .containsExactly(
            new KernelPlan(
                "two",
                List.of(
                    new Upload(x, Transfer.FIRST_RUN),
                    new Upload(y, Transfer.FIRST_RUN),
                    new Launch(saxpy, Range.of(4), List.of(3f, x, y)),
                    new Upload(a, Transfer.EVERY_RUN),
                    new Upload(z, Transfer.FIRST_RUN),
                    new Launch(scale, Range.of(2, 2), List.of(a, z)),
                    new Download(y),
                    new Download(z))));
  }

  @Test
  void isPreparedOnceAndRunManyTimes() {
    try (KernelGraph g = recorder.graph("many").launch(Range.of(4), KernelGraphTest::fill, y)) {
      assertThat(prepared).isEmpty();
      g.run();
      g.run();
      g.run();
    }
    assertThat(prepared).hasSize(1);
    assertThat(runs).hasValue(3);
  }

  private static void fill(int i, float[] y) {
    y[i] = 1;
  }

  @Test
  void closesItsExecutionOnce() {
    KernelGraph g = recorder.graph("closing").launch(Range.of(4), KernelGraphTest::fill, y);
    g.run();
    g.close();
    g.close();
    assertThat(closes).hasValue(1);
  }

  @Test
  void closesWithoutEverHavingRun() {
    recorder.graph("idle").launch(Range.of(4), KernelGraphTest::fill, y).close();
    assertThat(prepared).isEmpty();
    assertThat(closes).hasValue(0);
  }

  @Test
  void refusesEveryUseAfterClose() {
    KernelGraph g = recorder.graph("gone").launch(Range.of(4), KernelGraphTest::fill, y);
    g.close();
    assertThatThrownBy(g::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("graph gone: closed (expected: open)");
    assertThatThrownBy(() -> g.upload(x)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> g.download(y)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> g.launch(Range.of(4), KernelGraphTest::fill, y))
        .isInstanceOf(IllegalStateException.class);
    assertThat(g).hasToString("KernelGraph(gone, closed)");
  }

  @Test
  void refusesAStepAfterTheFirstRun() {
    try (KernelGraph g = recorder.graph("late").launch(Range.of(4), KernelGraphTest::fill, y)) {
      g.run();
      assertThatThrownBy(() -> g.upload(x))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("graph late: has run (expected: all steps added before the first run)");
    }
  }

  @Test
  void refusesToRunWithoutALaunch() {
    try (KernelGraph g = recorder.graph("empty").upload(x)) {
      assertThatThrownBy(g::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("graph empty: no launch (expected: at least one)");
    }
  }

  @Test
  void refusesToDownloadWhatIsNotOnTheDevice() {
    try (KernelGraph g = recorder.graph("down").upload(x)) {
      assertThatThrownBy(() -> g.download(y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("graph down: download of a float[] that is not on the device");
    }
  }

  @Test
  void refusesToUploadWhatIsNotAPrimitiveArray() {
    try (KernelGraph g = recorder.graph("up")) {
      assertThatThrownBy(() -> g.upload("text"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("graph up: upload of java.lang.String (expected: a primitive array)");
      assertThatThrownBy(() -> g.uploadEachRun((Object[]) new float[][][] {{{1}}}))
          .hasMessage("graph up: upload of float[][] (expected: a primitive array)");
    }
  }

  @Test
  void refusesABlankName() {
    assertThatThrownBy(() -> recorder.graph(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("graph name: \" \" (expected: not blank)");
  }
}
