package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random leases, some of them of the same items, by way of the board and back. */
class DoubledItemsTest {
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);

  private static byte[] lines(long lease, long from, long to) {
    StringBuilder lines = new StringBuilder();
    for (long item = from; item < to; item++) {
      lines.append('"').append(item).append(" by ").append(lease).append("\"\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Lease lease(long id, long from, long to, @Nullable Long doubles) {
    return new Lease(id, from, to, "n" + id, "m" + id, Instant.EPOCH, doubles);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void givesForEachItemTheResultOfTheLeaseThatWasFirst(long seed) throws Exception {
    Random random = new Random(seed);
    int count = 50 + random.nextInt(300);
    try (TaskBoard board = new TaskBoard(new MemoryTables(), InstantSource.system())) {
      var array = new ArraySpec(count, null, false);
      TaskSpec spec = TaskSpec.of(new Work.Java(List.of(JAR), "a.Job")).withArray(array);
      board.submit(new NewTask(ID, "me", spec));
      long[] by = new long[count];
      Map<Long, Long> next = new HashMap<>();
      while (!board.get(ID).orElseThrow().status().isTerminal()) {
        ArrayState state = Objects.requireNonNull(board.get(ID).orElseThrow().array());
        List<Interval> open = state.open();
        int choice = random.nextInt(10);
        if (choice < 3 && !open.isEmpty()) {
          Interval one = open.get(random.nextInt(open.size()));
          long to = one.from() + 1 + random.nextLong(one.size());
          give(board, lease(state.nextLease(), one.from(), to, null));
        } else if (choice < 5 && !state.leases().isEmpty()) {
          Lease slow = state.leases().get(random.nextInt(state.leases().size()));
          List<Interval> left = slow.doubles() == null ? state.leftTo(slow) : List.of();
          if (!left.isEmpty()) {
            Interval last = left.getLast();
            give(board, lease(state.nextLease(), last.from(), last.to(), slow.id()));
          }
        } else if (choice < 9 && !state.leases().isEmpty()) {
          Lease held = state.leases().get(random.nextInt(state.leases().size()));
          long from = next.getOrDefault(held.id(), held.from());
          if (from >= held.to()) {
            continue;
          }
          long to = from + 1 + random.nextLong(held.to() - from);
          next.put(held.id(), to);
          ItemRange range =
              new ItemRange(ID, held.id(), from, to, 0, null, lines(held.id(), from, to), null);
          List<Interval> first = state.undone(new Interval(from, to));
          assertThat(board.commit(range, List.of()).get().accepted()).isTrue();
          for (Interval mine : first) {
            for (long item = mine.from(); item < mine.to(); item++) {
              assertThat(by[(int) item]).isZero();
              by[(int) item] = held.id();
            }
          }
        } else if (!state.leases().isEmpty()) {
          Lease lost = state.leases().get(random.nextInt(state.leases().size()));
          Failure left = Failure.of(ErrorCode.NODE_LOST, "node left");
          board.apply(ID, new TaskEvent.EndLease(lost.id(), left));
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Task task = board.get(ID).orElseThrow();
      board.results(task).writeTo(out, ref -> InputStream.nullInputStream());
      List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSize(count);
      for (int item = 0; item < count; item++) {
        assertThat(lines.get(item)).isEqualTo("\"" + item + " by " + by[item] + "\"");
      }
    }
  }

  private static void give(TaskBoard board, Lease lease) {
    var event = new TaskEvent.LeaseRanges(List.of(lease));
    assertThat(board.apply(ID, event).refusal()).isNull();
  }
}
