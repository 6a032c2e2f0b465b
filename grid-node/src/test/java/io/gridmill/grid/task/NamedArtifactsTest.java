package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NamedArtifactsTest {
  private static final TaskId ARRAY = TaskId.derived("me", "array");
  private static final TaskId SINGLE = TaskId.derived("me", "single");

  private static ArtifactRef ref(int number) {
    return new ArtifactRef(String.format("%064x", number), number);
  }

  private static TaskSpec spec(ArtifactRef jar, ArtifactRef input, @Nullable ArraySpec array) {
    return SpecMaker.of(new Work.Java(List.of(jar), "a.Job"))
        .name("t")
        .array(array)
        .inputs(Map.of("input", input))
        .make();
  }

  @Test
  void areThoseOfTheWorkTheCheckpointTheResultAndTheItems() {
    try (TaskBoard board = new TaskBoard(new MemoryTables(), InstantSource.system())) {
      board.submit(new NewTask(SINGLE, "me", spec(ref(1), ref(2), null)));
      board.apply(SINGLE, new TaskEvent.Assign(1, "n", "m"));
      board.apply(SINGLE, new TaskEvent.Start(1));
      board.apply(SINGLE, new TaskEvent.Save(1, ref(3)));
      var result = new TaskResult(null, ref(4), Map.of("model", ref(5)));
      board.apply(SINGLE, new TaskEvent.Succeed(1, result));

      board.submit(new NewTask(ARRAY, "me", spec(ref(6), ref(7), new ArraySpec(4, ref(8), false))));
      var lease = new Lease(1, 0, 4, "n", "m", Instant.EPOCH);
      board.apply(ARRAY, new TaskEvent.LeaseRanges(List.of(lease)));
      board.commit(range(0, new byte[] {'1', '\n'}, null), List.of()).join();
      board.commit(range(1, new byte[0], ref(9)), List.of()).join();

      List<ArtifactRef> named = new ArrayList<>();
      board.artifacts(named::add);
      assertThat(named)
          .containsExactlyInAnyOrder(
              ref(1), ref(2), ref(3), ref(4), ref(5), ref(6), ref(7), ref(8), ref(9));
    }
  }

  private static ItemRange range(long from, byte[] lines, @Nullable ArtifactRef ref) {
    return new ItemRange(ARRAY, 1, from, from + 1, 0, null, lines, ref);
  }
}
