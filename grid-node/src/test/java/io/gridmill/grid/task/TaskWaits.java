package io.gridmill.grid.task;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.job.TaskId;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Waits for tasks of tests, by watching their rows. */
public final class TaskWaits {
  private static final int PATIENCE_SECONDS = 60;

  private TaskWaits() {}

  /** The task, once its row was as expected; it may have changed since. */
  public static Task await(TaskBoard board, TaskId id, Predicate<Task> so)
      throws InterruptedException {
    CountDownLatch there = new CountDownLatch(1);
    try (Table.Subscription _ =
        board.watch(
            Query.ALL,
            changes -> {
              for (var change : changes) {
                if (change.key().equals(id) && change.row().filter(so).isPresent()) {
                  there.countDown();
                }
              }
            })) {
      if (!so.test(board.get(id).orElseThrow())) {
        assertThat(there.await(PATIENCE_SECONDS, SECONDS)).as("%s", board.get(id)).isTrue();
      }
    }
    return board.get(id).orElseThrow();
  }
}
