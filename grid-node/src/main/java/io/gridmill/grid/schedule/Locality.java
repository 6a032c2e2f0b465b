package io.gridmill.grid.schedule;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes have the large inputs of tasks already, because a task that needed them went there.
 * It is a memory of the last some thousand inputs; a node that has dropped one only reads it again.
 */
final class Locality {
  /** Inputs of less than this are read anew sooner than they are looked for. */
  static final long LARGE_BYTES = 4 << 20;

  private static final int MOST_INPUTS = 4096;
  private static final int MOST_NODES = 16;

  private final Map<String, Set<NodeSlots>> nodesByInput =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<NodeSlots>> eldest) {
          return size() > MOST_INPUTS;
        }
      };

  private final Map<TaskId, String> largest = new HashMap<>();

  /** Takes note of a task that waits. */
  void add(TaskId id, TaskSpec spec) {
    Stream<ArtifactRef> jars =
        spec.work() instanceof Work.Java java ? java.classPath().stream() : Stream.of();
    Stream.concat(spec.inputs().values().stream(), jars)
        .filter(ref -> ref.size() >= LARGE_BYTES)
        .max(Comparator.comparingLong(ArtifactRef::size))
        .ifPresent(ref -> largest.put(id, ref.sha256()));
  }

  void remove(TaskId id) {
    if (!largest.isEmpty()) {
      largest.remove(id);
    }
  }

  /** A node that has a task's largest input, and is admitted; null if none is known. */
  @Nullable NodeSlots nodeWithInputs(TaskId id, Predicate<NodeSlots> admitted) {
    String input = largest.isEmpty() ? null : largest.get(id);
    if (input == null) {
      return null;
    }
    return nodesByInput.getOrDefault(input, Set.of()).stream()
        .filter(admitted)
        .findFirst()
        .orElse(null);
  }

  /** A task went to a node, which will have its inputs. */
  void went(TaskId id, NodeSlots node) {
    String input = largest.isEmpty() ? null : largest.get(id);
    if (input != null) {
      Set<NodeSlots> nodes = nodesByInput.computeIfAbsent(input, i -> new LinkedHashSet<>());
      nodes.add(node);
      if (nodes.size() > MOST_NODES) {
        nodes.remove(new ArrayDeque<>(nodes).getFirst());
      }
    }
  }
}
