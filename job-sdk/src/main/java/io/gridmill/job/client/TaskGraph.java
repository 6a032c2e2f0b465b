package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The lines of a batch that depend on each other, in an order in which each comes after those that
 * it depends on (Kahn 1962, Topological sorting of large networks).
 */
public final class TaskGraph {
  private final List<BatchLine> lines;
  private final int[][] before;
  private final List<Integer> order = new ArrayList<>();

  /**
   * Orders lines.
   *
   * @param id the id that a key stands for, for lines whose specs name others by id
   */
  public TaskGraph(List<BatchLine> lines, Function<String, TaskId> id) {
    this.lines = List.copyOf(lines);
    this.before = new int[lines.size()][];
    Map<String, Integer> byKey = new HashMap<>();
    Map<TaskId, Integer> byId = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String key = lines.get(i).key();
      if (key != null) {
        byKey.putIfAbsent(key, i);
        byId.putIfAbsent(id.apply(key), i);
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      BatchLine line = lines.get(i);
      before[i] =
          java.util.stream.Stream.concat(
                  line.keys().stream().map(byKey::get),
                  line.spec().dependsOn().stream().map(byId::get))
              .filter(java.util.Objects::nonNull)
              .mapToInt(Integer::intValue)
              .distinct()
              .toArray();
    }
    sort();
  }

  private void sort() {
    int[] waitsFor = new int[before.length];
    List<List<Integer>> after = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      after.add(new ArrayList<>(0));
    }
    Deque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < before.length; i++) {
      waitsFor[i] = before[i].length;
      for (int one : before[i]) {
        after.get(one).add(i);
      }
      if (before[i].length == 0) {
        free.add(i);
      }
    }
    while (!free.isEmpty()) {
      int next = free.remove();
      order.add(next);
      for (int one : after.get(next)) {
        if (--waitsFor[one] == 0) {
          free.add(one);
        }
      }
    }
  }

  /** The numbers of the lines, each after those that it depends on; without cycles, all of them. */
  public List<Integer> order() {
    return List.copyOf(order);
  }

  /**
   * Makes sure that no task depends on itself by way of others.
   *
   * @throws GridException that names the keys of a cycle, such as {@code a -> b -> a}
   */
  public void requireNoCycle() {
    if (order.size() == lines.size()) {
      return;
    }
    boolean[] sorted = new boolean[before.length];
    order.forEach(i -> sorted[i] = true);
    int at = 0;
    while (sorted[at]) {
      at++;
    }
    // What is left waits for something else that is left, so going back comes round in the end.
    List<Integer> path = new ArrayList<>();
    int[] place = new int[before.length];
    Arrays.fill(place, -1);
    while (place[at] < 0) {
      place[at] = path.size();
      path.add(at);
      for (int one : before[at]) {
        if (!sorted[one]) {
          at = one;
          break;
        }
      }
    }
    StringBuilder cycle = new StringBuilder();
    for (int i : path.subList(place[at], path.size())) {
      cycle.append(lines.get(i).key()).append(" -> ");
    }
    throw GridException.invalid("after", cycle.append(lines.get(at).key()), "no cycle");
  }
}
