package io.gridmill.grid.schedule;

import io.gridmill.job.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tasks that start together or not at all, while they gather and wait. */
final class Gang {
  /** What names a gang. */
  record Key(String owner, String name) {}

  /** One of its tasks. */
  record Member(Entry entry, Shape shape) {}

  private final Key key;
  private final int size;
  private final Map<TaskId, Member> members = new LinkedHashMap<>();
  private final Map<Demand, Integer> demands = new HashMap<>();

  Gang(Key key, int size) {
    this.key = key;
    this.size = size;
  }

  Key key() {
    return key;
  }

  int size() {
    return size;
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

  /** Whether all that it needs are there. */
  boolean isComplete() {
    return members.size() >= size;
  }
}
