package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * What another task leaves behind, as an input of this one: a task that names it depends on the
 * other. It is handed over within the grid, once the other task has succeeded.
 *
 * @param task the other task; null if it is named by its key
 * @param key the other task's idempotency key, of the same owner; null if it is named by its id
 * @param output one of its named outputs; null for its result: the JSON, or of an array that does
 *     not reduce the results of its items, a line of JSON each
 */
public record TaskOutput(@Nullable TaskId task, @Nullable String key, @Nullable String output) {
  public TaskOutput {
    if ((task == null) == (key == null)) {
      throw GridException.invalid(
          "inputsFrom", task == null ? "neither" : "both", "either a task or its key");
    }
    if (output != null) {
      FileNames.check("inputsFrom.output", output);
    }
  }

  /** A task's result. */
  public static TaskOutput of(TaskId task) {
    return new TaskOutput(task, null, null);
  }

  /** A named output of a task. */
  public static TaskOutput of(TaskId task, String output) {
    return new TaskOutput(task, null, output);
  }

  /** The result of the task that the owner submits under this idempotency key. */
  public static TaskOutput ofKey(String key) {
    return new TaskOutput(null, key, null);
  }

  /** A named output of the task that the owner submits under this idempotency key. */
  public static TaskOutput ofKey(String key, String output) {
    return new TaskOutput(null, key, output);
  }

  /** The same, named by the task's id. */
  public TaskOutput of(String owner) {
    return key == null ? this : new TaskOutput(TaskId.derived(owner, key), null, output);
  }
}
