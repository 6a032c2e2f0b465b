package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One task of a batch; a batch is one such object a line.
 *
 * @param key the idempotency key, 1 to 200 visible ASCII characters: the same key again is the same
 *     task; null for none
 * @param spec the task
 * @param after keys of tasks that it depends on, besides {@code spec.dependsOn}: of this batch, in
 *     any order, or submitted before; null for none
 */
public record BatchLine(@Nullable String key, TaskSpec spec, @Nullable List<String> after) {
  /** The most lines of one batch. */
  public static final int MAX_LINES = 100_000;

  /** A task that depends on what its spec says. */
  public BatchLine(@Nullable String key, TaskSpec spec) {
    this(key, spec, null);
  }

  public BatchLine {
    if (spec == null) {
      throw GridException.invalid("spec", null, "a task's spec");
    }
    after = after == null ? List.of() : List.copyOf(after);
  }

  /** The keys of tasks that it depends on, none if there are none. */
  @Override
  public List<String> after() {
    return after == null ? List.of() : after;
  }

  /** All keys that it refers to. */
  public Set<String> keys() {
    if (after().isEmpty() && spec.inputsFrom().isEmpty()) {
      return Set.of();
    }
    Set<String> keys = new LinkedHashSet<>(after());
    for (TaskOutput from : spec.inputsFrom().values()) {
      if (from.key() != null) {
        keys.add(from.key());
      }
    }
    return keys;
  }

  /** The same, with ids in place of keys. */
  public BatchLine resolved(String owner) {
    if (keys().isEmpty()) {
      return this;
    }
    Set<TaskId> tasks = new LinkedHashSet<>(spec.dependsOn());
    after().forEach(key -> tasks.add(TaskId.derived(owner, key)));
    Map<String, TaskOutput> outputs = new HashMap<>();
    spec.inputsFrom().forEach((file, from) -> outputs.put(file, from.of(owner)));
    return new BatchLine(key, spec.withDependencies(List.copyOf(tasks), outputs), null);
  }
}
