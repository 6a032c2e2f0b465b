package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import org.junit.jupiter.api.Test;

class SpecBytesTest {
  private static final TaskSpec SPEC = TaskSpec.command("echo", "a\nb");

  @Test
  void keepsASpecWithAndWithoutInput() {
    for (TaskSpec spec :
        new TaskSpec[] {
          SPEC, SPEC.withInput(new RawJson("{\"n\":\n [1]}")), SPEC.withInput(new RawJson("null"))
        }) {
      assertThat(SpecBytes.read(SpecBytes.of(spec))).isEqualTo(spec);
      assertThat(SpecBytes.read(SpecBytes.of(spec))).isEqualTo(spec);
    }
  }

  @Test
  void tellsApartSpecsThatShareAPlace() {
    for (int i = 0; i < 5000; i++) {
      TaskSpec spec = TaskSpec.command("echo", Integer.toString(i));
      assertThat(SpecBytes.read(SpecBytes.of(spec))).isEqualTo(spec);
    }
    assertThat(SpecBytes.read(SpecBytes.of(SPEC))).isEqualTo(SPEC);
  }

  @Test
  void readsATaskThatTravelled() {
    var id = io.gridmill.job.TaskId.derived("ann", "1");
    Task task = TaskLifecycle.begin(id, "ann", SPEC, java.time.Instant.EPOCH);
    assertThat(TaskBytes.read(TaskBytes.of(task))).isEqualTo(task);
  }
}
