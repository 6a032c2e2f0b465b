package io.gridmill.grid.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Submission;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Threads that call the board about the same tasks see what can have happened one by one. */
class TaskBoardHistoryTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final int THREADS = 4;
  private static final int CALLS = 12;
  private static final int ROUNDS = 150;
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);

  /** Calls of one thread about one task. */
  private record Caller(String name, TaskBoard board, Recorder recorder, SplittableRandom random) {
    void call(TaskId id) {
      switch (random.nextInt(9)) {
        case 0 -> submit(new NewTask(id, "me", TaskSpec.java("a.Job", JAR)));
        case 1, 2 -> happen(id, new TaskEvent.Pause());
        case 3, 4 -> happen(id, new TaskEvent.Resume());
        case 5 -> happen(id, new TaskEvent.Assign(1 + random.nextInt(3), "n", "n-1"));
        case 6 -> happen(id, new TaskEvent.Start(1 + random.nextInt(3)));
        case 7 ->
            happen(
                id,
                random.nextInt(4) == 0
                    ? new TaskEvent.Cancel("enough")
                    : new TaskEvent.Succeed(1 + random.nextInt(3), TaskResult.NONE));
        default ->
            record(
                id,
                new TaskCall.Read(),
                () -> board.get(id).map(t -> TaskAnswer.of(true, t)).orElse(TaskAnswer.of(false)));
      }
    }

    private void submit(NewTask task) {
      record(
          task.id(),
          new TaskCall.Submit(task, NOW),
          () -> {
            Submission answer = board.submit(task);
            return TaskAnswer.of(answer.fresh(), answer.task());
          });
    }

    private void happen(TaskId id, TaskEvent event) {
      record(
          id,
          new TaskCall.Happen(event, NOW),
          () -> {
            Applied applied = board.applyAll(List.of(new TaskBoard.Change(id, event))).getFirst();
            return TaskAnswer.of(applied.accepted(), applied.task());
          });
    }

    private void record(TaskId id, TaskCall input, Supplier<TaskAnswer> answer) {
      Recorder.Call call = recorder.called(name, id);
      recorder.carried(call, input);
      recorder.returned(call, answer.get());
    }
  }

  private static Optional<String> history(Tables tables, long seed) throws Exception {
    InstantSource clock = InstantSource.fixed(NOW);
    Recorder recorder = new Recorder();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<TaskId> tasks =
        List.of(TaskId.derived("me", "a" + seed), TaskId.derived("me", "b" + seed));
    try (TaskBoard board = new TaskBoard(tables, clock, Requests.Gatherer.DIRECTLY);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        var random = new SplittableRandom(seed * THREADS + i);
        Caller caller = new Caller("thread-" + i, board, recorder, random);
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int n = 0; n < CALLS; n++) {
                    caller.call(tasks.get(random.nextInt(tasks.size())));
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    return recorder.unexplained();
  }

  @Test
  void explainsWhatThreadsSaw() throws Exception {
    Tables tables = new MemoryTables();
    for (long seed = 1; seed <= ROUNDS; seed++) {
      assertThat(history(tables, seed)).isEmpty();
    }
  }

  @Test
  void findsChangesThatAreNotAtomic() throws Exception {
    Tables tables = new TornTables(new MemoryTables());
    boolean found = false;
    for (long seed = 1; seed <= ROUNDS && !found; seed++) {
      found = history(tables, seed).isPresent();
    }
    assertThat(found).isTrue();
  }

  /** Tables that read a row, think, and then write it. */
  private record TornTables(Tables inner) implements Tables {
    @Override
    @SuppressWarnings("unchecked") // the proxy is of the table's interface
    public <K, V> Table<K, V> open(Schema<K, V> schema) {
      Table<K, V> table = inner.open(schema);
      return (Table<K, V>)
          Proxy.newProxyInstance(
              Table.class.getClassLoader(),
              new Class<?>[] {Table.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("updateAll")) {
                  return Torn.updateAll(table, arguments);
                }
                try {
                  return method.invoke(table, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
