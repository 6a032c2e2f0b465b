package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A submitted job that gives one result.
 *
 * @param <O> the result
 */
public final class JobHandle<O extends @Nullable Object> {
  private final TaskHandle task;
  private final Type type;

  JobHandle(TaskHandle task, Type type) {
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
   * Waits until the job has ended and gives its result; null if it gave none.
   *
   * @throws GridException with the task's own error code if it failed; with {@code CONFLICT} if it
   *     was cancelled or expired
   */
  public @Nullable O result() throws InterruptedException {
    return result(task.await());
  }

  /** As {@link #result()}, for at most this time. */
  public @Nullable O result(Duration timeout) throws InterruptedException, TimeoutException {
    return result(task.await(timeout));
  }

  @SuppressWarnings("unchecked") // the type is what the job's class states for O
  private @Nullable O result(TaskEventView ended) {
    return (O) task.value(ended, type);
  }
}
