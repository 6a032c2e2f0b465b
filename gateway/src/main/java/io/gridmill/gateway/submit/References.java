package io.gridmill.gateway.submit;

import io.gridmill.grid.account.Caller;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what specs refer to: artifacts and other tasks, in one round trip each for many specs.
 *
 * <p>An artifact that was found is taken to be there for {@link #REMEMBERED_FOR}: unused artifacts
 * are kept much longer than that, and most tasks name the jars that the task before named.
 */
public final class References {
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final Artifacts artifacts;
  private final TaskBoard board;
  private final InstantSource clock;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(ArtifactRef ref, Instant until) {}

  public References(Artifacts artifacts, TaskBoard board, InstantSource clock) {
    this.artifacts = artifacts;
    this.board = board;
    this.clock = clock;
  }

  Found find(Caller caller, List<TaskSpec> specs) {
    Map<String, ArtifactRef> stored = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    Set<TaskId> tasks = new HashSet<>();
    Instant now = clock.instant();
    for (TaskSpec spec : specs) {
      forEachArtifact(
          spec,
          (field, ref) -> {
            Seen known = seen.get(ref.sha256());
            if (known != null
                && now.isBefore(known.until)
                && !known.until.isAfter(now.plus(REMEMBERED_FOR))) {
              stored.put(ref.sha256(), known.ref);
            } else {
              unknown.add(ref.sha256());
            }
          });
      tasks.addAll(spec.dependsOn());
    }
    if (!unknown.isEmpty()) {
      stored.putAll(lookUp(unknown, now));
    }
    return new Found(stored, tasks.isEmpty() ? Set.of() : readable(caller, tasks));
  }

  private Map<String, ArtifactRef> lookUp(Set<String> sha256s, Instant now) {
    Map<String, ArtifactRef> found = artifacts.findAll(sha256s);
    if (seen.size() > MOST_REMEMBERED) {
      seen.clear();
    }
    found.forEach((sha256, ref) -> seen.put(sha256, new Seen(ref, now.plus(REMEMBERED_FOR))));
    return found;
  }

  private Set<TaskId> readable(Caller caller, Set<TaskId> ids) {
    Set<TaskId> readable = new HashSet<>();
    for (Task task : board.getAll(ids).values()) {
      if (caller.mayRead(task.owner())) {
        readable.add(task.id());
      }
    }
    return readable;
  }

  private static void forEachArtifact(TaskSpec spec, BiConsumer<String, ArtifactRef> consumer) {
    if (spec.work() instanceof Work.Java java) {
      for (int i = 0; i < java.classPath().size(); i++) {
        consumer.accept("work.classPath[" + i + "]", java.classPath().get(i));
      }
    }
    spec.inputs().forEach((name, ref) -> consumer.accept("inputs." + name, ref));
    if (spec.array() != null && spec.array().items() != null) {
      consumer.accept("array.items", spec.array().items());
    }
  }

  /** What there is of all that some specs refer to. */
  record Found(Map<String, ArtifactRef> stored, Set<TaskId> tasks) {
    /**
     * Refuses a spec that refers to something that is not there.
     *
     * @param alongside tasks that are submitted together with it
     */
    void check(TaskSpec spec, Set<TaskId> alongside) {
      forEachArtifact(spec, this::check);
      for (int i = 0; i < spec.dependsOn().size(); i++) {
        TaskId on = spec.dependsOn().get(i);
        if (!tasks.contains(on) && !alongside.contains(on)) {
          throw GridException.invalid("dependsOn[" + i + "]", on, "the id of a task of yours");
        }
      }
    }

    private void check(String field, ArtifactRef ref) {
      @Nullable ArtifactRef there = stored.get(ref.sha256());
      if (there == null) {
        throw GridException.invalid(field, ref.sha256(), "an uploaded artifact");
      }
      if (there.size() != ref.size()) {
        throw GridException.invalid(
            field + ".size", ref.size(), there.size() + ", the artifact's size");
      }
    }
  }
}
