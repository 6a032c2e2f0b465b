package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Packed;
import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.wire.Wire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TaskRowTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:01.000000002Z");
  private static final RowFormat<TaskId, Task> FORMAT = new RowFormat<>(TaskBoard.SCHEMA);

  /** Tasks in all states, and what all events make of them. */
  private static List<Task> tasks() {
    List<Task> all = new ArrayList<>(TaskLifecycleMatrixTest.states().values());
    for (Task task : TaskLifecycleMatrixTest.states().values()) {
      for (TaskEvent event : TaskLifecycleMatrixTest.events().values()) {
        all.add(TaskLifecycle.apply(task, event, NOW).task());
      }
    }
    TaskResult result =
        new TaskResult(
            new RawJson("{\"ü\":[1]}"), null, Map.of("b", new ArtifactRef("ab".repeat(32), 1)));
    Task succeeds = Objects.requireNonNull(TaskLifecycleMatrixTest.states().get("ASSIGNED"));
    all.add(TaskLifecycle.apply(succeeds, new TaskEvent.Succeed(1, result), NOW).task());
    return all;
  }

  @Test
  void keepsTasksInAllStates() {
    for (Task task : tasks()) {
      RowFormat.Parts parts = FORMAT.write(task);
      assertThat(FORMAT.read("1", 2, parts.body(), parts.payload())).isEqualTo(task);
      assertThat(TaskBytes.read(TaskBytes.of(task))).isEqualTo(task);
    }
  }

  @Test
  void readsRowsThatAreJson() {
    for (Task task : tasks()) {
      assertThat(FORMAT.read("1", 1, Wire.bytes(task), null)).isEqualTo(task);
      byte[] body = Wire.bytes(task.with(null));
      assertThat(FORMAT.read("1", 2, body, SpecBytes.of(task.spec()))).isEqualTo(task);
    }
  }

  @Test
  void takesLessRoomThanJson() {
    for (Task task : tasks()) {
      Task bare = task.with(null);
      assertThat(Packed.bytes(bare).length).isLessThan(Wire.bytes(bare).length * 3 / 4);
    }
  }

  @Test
  void tellsOfEventsAsTheyAre() {
    var update = new RowUpdates.Apply();
    for (TaskEvent event : TaskLifecycleMatrixTest.events().values()) {
      var events = new RowUpdates.Events(List.of(event, new TaskEvent.Pause()), NOW, true);
      assertThat(update.argumentFrom(update.argumentBytes(events))).isEqualTo(events);
      assertThat(update.argumentFrom(Wire.bytes(events))).isEqualTo(events);
    }
  }

  @Test
  void namesARowThatIsDamaged() {
    RowFormat.Parts parts =
        FORMAT.write(Objects.requireNonNull(TaskLifecycleMatrixTest.states().get("RUNNING")));
    byte[] body = parts.body().clone();
    body[3] = (byte) 0x7f;
    assertThatThrownBy(() -> FORMAT.read("task-1", 2, body, parts.payload()))
        .isInstanceOf(UnreadableRow.class)
        .hasMessageContaining("task-1");
  }
}
