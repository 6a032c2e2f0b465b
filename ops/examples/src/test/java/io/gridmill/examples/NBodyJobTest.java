package io.gridmill.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gridmill.job.GridException;
import io.gridmill.job.testing.LocalGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NBodyJobTest {
  @AutoClose private final LocalGrid grid = LocalGrid.create();

  @Test
  void keepsTheEnergyOfACluster() throws IOException {
    NBodyJob.Output output = grid.run(NBodyJob.class, new NBodyJob.Input(512, 100, 0.005, 1));

    NBodyJob.Sample first = output.samples().getFirst();
    assertThat(output.samples()).hasSize(1 + NBodyJob.SAMPLES);
    assertThat(output.samples().getLast().time()).isEqualTo(0.5, within(1e-12));
    assertThat(output.largestDrift()).isPositive().isLessThan(1e-4);
    assertThat(first.total()).as("of a Plummer sphere").isEqualTo(-0.25, within(0.03));
    assertThat(-first.potential() / first.kinetic()).as("virial").isEqualTo(2, within(0.3));
    assertThat(ImageIO.read(output().toFile()).getWidth()).isEqualTo(800);
  }

  @Test
  void keepsEnergyTheBetterTheSmallerTheSteps() {
    double coarse = drift(new NBodyJob.Input(128, 50, 0.02, 7));
    double fine = drift(new NBodyJob.Input(128, 200, 0.005, 7));

    assertThat(coarse / fine).as("of the second order").isGreaterThan(6);
  }

  private double drift(NBodyJob.Input input) {
    return Objects.requireNonNull(grid.run(NBodyJob.class, input)).largestDrift();
  }

  @Test
  void refusesASingleBody() {
    assertThatExceptionOfType(GridException.class)
        .isThrownBy(() -> new NBodyJob.Input(1, 1, 0.1, 1))
        .withMessage("bodies: 1 (expected: 2 to 1000000)");
  }

  private Path output() {
    return Objects.requireNonNull(grid.lastRun().outputs().get(NBodyJob.PICTURE));
  }
}
