package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks that start together or not at all, while they gather and wait. */
final class Gang {
  /** What names a gang. */
  record Key(String owner, String name) {
    /** A task's gang; null if it has none. The items of arrays go each by itself. */
    static @Nullable Key of(Task task) {
      Scheduling.Gang gang = task.spec().scheduling().gang();
      return gang == null || task.array() != null ? null : new Key(task.owner(), gang.name());
    }
  }

  /** One of its tasks. */
  record Member(Entry entry, Shape shape) {}

  private final Key key;
  private final Map<TaskId, Member> members = new LinkedHashMap<>();
  private final Map<Demand, Integer> demands = new HashMap<>();

  Gang(Key key) {
    this.key = key;
  }

  /** How many tasks its gang has, as a task says. */
  static int sizeOf(Task task) {
    Scheduling.Gang gang = task.spec().scheduling().gang();
    return gang == null ? 0 : gang.size();
  }

  Key key() {
    return key;
  }

  Collection<Member> members() {
    return members.values();
  }

  /** What its members ask for. */
  Set<Demand> demands() {
    return demands.keySet();
  }

  void add(Member member) {
    members.put(member.entry().id(), member);
    demands.merge(member.shape().demand(), 1, Integer::sum);
  }

  void remove(TaskId id) {
    Member gone = members.remove(id);
    if (gone != null) {
      demands.merge(gone.shape().demand(), -1, (a, b) -> a + b == 0 ? null : a + b);
    }
  }
}
