package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A submitted array job, which gives a result for each of its items.
 *
 * @param <O> the result of one item
 */
public final class ArrayHandle<O extends @Nullable Object> {
  private final TaskHandle task;
  private final Type type;

  ArrayHandle(TaskHandle task, Type type) {
    this.task = task;
    this.type = type;
  }

  /** The task itself, to watch or end it. */
  public TaskHandle task() {
    return task;
  }

  public TaskId id() {
    return task.id();
  }

  /**
   * Waits until all items are done and gives their results in order, null for those that gave none;
   * read as they come, so that they need not fit into memory. To be closed, if not read to its end.
   *
   * @throws GridException with the task's own error code if it failed; with {@code CONFLICT} if it
   *     was cancelled or expired
   */
  public Stream<@Nullable O> results() throws InterruptedException {
    return results(task.await());
  }

  /** As {@link #results()}, waiting for at most this time. */
  public Stream<@Nullable O> results(Duration timeout)
      throws InterruptedException, TimeoutException {
    return results(task.await(timeout));
  }

  @SuppressWarnings("unchecked") // the type is what the job's class states for O
  private Stream<@Nullable O> results(TaskEventView ended) {
    return task.values(ended, type).map(value -> (O) value);
  }
}
