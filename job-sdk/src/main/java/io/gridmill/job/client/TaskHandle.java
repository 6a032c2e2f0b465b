package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task in the grid. May be used from any thread; costs nothing while it is not used.
 *
 * <p>All methods that ask the grid throw {@link GridException}: {@code TASK_NOT_FOUND} where the
 * task is not there (any more) or not the caller's.
 */
public final class TaskHandle {
  private final TaskId id;
  private final Transport transport;
  private final EventWatch watch;
  private volatile @Nullable CompletableFuture<TaskEventView> end;

  TaskHandle(
      TaskId id,
      Transport transport,
      EventWatch watch,
      @Nullable CompletableFuture<TaskEventView> end) {
    this.id = id;
    this.transport = transport;
    this.watch = watch;
    this.end = end;
  }

  public TaskId id() {
    return id;
  }

  /** How the task stands now, in full. */
  public TaskView view() {
    return transport.read(Call.get(path()), TaskView.class);
  }

  /**
   * Completed once the task has ended, in whatever way, with its last event; exceptionally, with a
   * {@link GridException}, if the grid cannot tell. What depends on it runs on threads of its own.
   */
  public CompletableFuture<TaskEventView> completion() {
    return end().thenApplyAsync(event -> event, transport.threads());
  }

  private CompletableFuture<TaskEventView> end() {
    CompletableFuture<TaskEventView> known = end;
    if (known == null) {
      known = watch.await(id);
      end = known;
    }
    return known;
  }

  /**
   * Waits until the task has ended, in whatever way.
   *
   * @return its last event, which says how
   * @throws TimeoutException if it has not ended after this time; it goes on all the same
   */
  public TaskEventView await(Duration timeout) throws InterruptedException, TimeoutException {
    try {
      return end().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw asGridException(e);
    } catch (TimeoutException e) {
      throw new TimeoutException("task " + id + " has not ended after " + timeout);
    }
  }

  /** As {@link #await(Duration)}, without a limit. */
  public TaskEventView await() throws InterruptedException {
    try {
      return end().get();
    } catch (ExecutionException e) {
      throw asGridException(e);
    }
  }

  private static RuntimeException asGridException(ExecutionException e) {
    return e.getCause() instanceof GridException refused
        ? new GridException(refused.code(), String.valueOf(refused.getMessage()), refused)
        : new IllegalStateException("a wait for a task failed", e.getCause());
  }

  /**
   * Waits until the task has ended and gives its result; null for a job that gave none.
   *
   * @throws GridException with the task's own error code if it failed; with {@code CONFLICT} if it
   *     was cancelled or expired; with {@code INVALID_ARGUMENT} if the result is no {@code T}
   */
  public <T> @Nullable T result(Class<T> type) throws InterruptedException {
    return type.cast(value(await(), type));
  }

  /** As {@link #result(Class)}, for at most this time. */
  public <T> @Nullable T result(Class<T> type, Duration timeout)
      throws InterruptedException, TimeoutException {
    return type.cast(value(await(timeout), type));
  }

  @Nullable Object value(TaskEventView ended, Type type) {
    requireSuccess(ended);
    byte[] json =
        ended.result() != null
            ? Wire.bytes(ended.result())
            : transport.bytes(Call.get(path() + "/result"));
    return json.length == 0 ? null : Wire.readOwn(json, type);
  }

  /**
   * Waits until the array has ended and gives the results of its items in order, null for those
   * that gave none; read as they come, so that they need not fit into memory. To be closed, if not
   * read to its end.
   *
   * @throws GridException as {@link #result(Class)} does
   */
  public <T> Stream<@Nullable T> results(Class<T> type) throws InterruptedException {
    return values(await(), type).map(type::cast);
  }

  Stream<@Nullable Object> values(TaskEventView ended, Type type) {
    requireSuccess(ended);
    Call call = Call.get(path() + "/result").header("Accept", "application/x-ndjson");
    return JsonLines.of(transport.open(call)).map(line -> Wire.readOwn(line, type));
  }

  /** The result as the grid keeps it, JSON or lines of JSON; the caller closes it. */
  public InputStream openResult() {
    return transport.open(Call.get(path() + "/result"));
  }

  /**
   * The results of an array's items as they come, lines of JSON such as {@code
   * {"item":3,"result":…}}, until it ends in whatever way; the caller closes it.
   *
   * @param inOrder whether they come in the order of the items, and without their numbers
   */
  public InputStream followResults(boolean inOrder) {
    String order = inOrder ? "items" : "arrival";
    return transport.open(Call.get(path() + "/result?follow=true&order=" + order));
  }

  /** The items of an array that failed, from one on: at most 1000, and where to go on. */
  public ItemErrors itemErrors(long from) {
    return transport.read(Call.get(path() + "/errors?limit=1000&from=" + from), ItemErrors.class);
  }

  /** An output that the task wrote under this name; the caller closes it. */
  public InputStream openOutput(String name) {
    return transport.open(Call.get(path() + "/outputs/" + TaskQuery.encoded(name)));
  }

  /**
   * The task's changes from now on, its present state first, until its end. Goes on after a lost
   * connection. Blocks where there is nothing new; to be closed, if not read to its end.
   */
  public Stream<TaskEventView> events() {
    return new TaskEvents(transport, path() + "/events").stream();
  }

  /**
   * The lines of the task's log.
   *
   * @param follow whether to wait for more until the task has ended; false for what there is now.
   *     To be closed, if not read to its end
   */
  public Stream<LogEntry> logs(boolean follow) {
    return new TaskLog(transport, path() + "/logs", follow).stream();
  }

  /** Ends the task, unless it has ended. */
  public TaskView cancel(String reason) {
    return change(TaskStatus.CANCELLED, reason);
  }

  /**
   * Ends the task, unless it has ended, and every task that depends on it, directly or by way of
   * others.
   */
  public TaskView cancelDownstream(String reason) {
    return transport.read(
        Call.json(
            "PUT",
            path() + "/status?downstream=true",
            new StatusChange(TaskStatus.CANCELLED, reason)),
        TaskView.class);
  }

  /** Why the task waits, and about how long. */
  public Explanation why() {
    return transport.read(Call.get(path() + "/why"), Explanation.class);
  }

  /** Holds the task: nothing of it runs until {@link #resume}. */
  public TaskView pause() {
    return change(TaskStatus.PAUSED, null);
  }

  /** Lets a paused task go on. */
  public TaskView resume() {
    return change(TaskStatus.RUNNING, null);
  }

  private TaskView change(TaskStatus status, @Nullable String reason) {
    Call call = Call.json("PUT", path() + "/status", new StatusChange(status, reason));
    return transport.read(call, TaskView.class);
  }

  /** Removes a task that has ended, with its log and results; cancels one that has not. */
  public void remove() {
    transport.bytes(Call.delete(path()));
  }

  private String path() {
    return "/api/tasks/" + id;
  }

  private void requireSuccess(TaskEventView ended) {
    if (ended.status() == TaskStatus.SUCCEEDED) {
      return;
    }
    Failure failure = ended.failure();
    if (ended.status() == TaskStatus.FAILED && failure != null) {
      throw new GridException(failure.code(), "task " + id + " failed: " + failure.message());
    }
    String reason = ended.reason() == null ? "" : ": " + ended.reason();
    throw new GridException(
        ErrorCode.CONFLICT, "task " + id + " ended as " + ended.status() + reason);
  }

  @Override
  public String toString() {
    return "task " + id;
  }
}
