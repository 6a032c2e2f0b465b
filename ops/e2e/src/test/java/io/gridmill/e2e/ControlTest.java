package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks held, let go and ended from the command line. */
class ControlTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  private static Path jar = Path.of("unset");

  @BeforeAll
  static void pack() throws IOException {
    jar = Packaged.jar(GRID.home().resolve("jobs.jar"), GatedJob.class);
  }

  @Test
  void holdsAJobAndLetsItGoOnWhereItStood() throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      String id = submit(gate);
      Gate.Visitor visitor = gate.awaitOne();

      assertThat(GRID.command().succeed("pause", id).err()).contains("PAUSED");
      assertThat(show(id).status()).isEqualTo(TaskStatus.PAUSED);
      assertThat(Processes.isStopped(visitor.pid())).isTrue();
      gate.open();
      assertThat(GRID.command().gridmill("result", id).expect(1).err()).contains("PAUSED");

      GRID.command().succeed("resume", id);
      assertThat(GRID.command().succeed("result", "--wait", id).answer()).isEqualTo("1");
      assertThat(show(id).attempt()).isEqualTo(1);
    }
  }

  @Test
  void endsAJobAndSaysWhy() throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      String id = submit(gate);
      gate.awaitOne();

      GRID.command().succeed("cancel", "--reason", "the wrong input", id);

      TaskView end = show(id);
      assertThat(end.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(end.reason()).contains("the wrong input");
      assertThat(GRID.command().gridmill("result", id).expect(1).err())
          .contains("CANCELLED")
          .contains("the wrong input");
    }
  }

  private static String submit(Gate gate) throws IOException, InterruptedException {
    return GRID.command()
        .succeed(
            "submit",
            jar.toString(),
            "--class",
            GatedJob.class.getName(),
            "--input",
            Wire.text(gate.key()))
        .answer();
  }

  private static TaskView show(String id) throws IOException, InterruptedException {
    return Wire.readOwn(GRID.command().succeed("show", "--json", id).answer(), TaskView.class);
  }
}
