package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskStatus;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list. Starts at {@link #ALL}, and each {@code with} narrows it.
 *
 * @param statuses only tasks in one of these; empty for any
 * @param name only tasks of this name; null for any
 * @param owner only this owner's tasks, for operators; null for all that the caller may see
 * @param labels only tasks with all of these
 * @param pageSize how many one request asks for, 1 to 1000; default 100
 */
public record TaskQuery(
    Set<TaskStatus> statuses,
    @Nullable String name,
    @Nullable String owner,
    Map<String, String> labels,
    int pageSize) {
  /** All tasks that the caller may see. */
  public static final TaskQuery ALL = new TaskQuery(Set.of(), null, null, Map.of(), 100);

  public TaskQuery {
    if (pageSize < 1 || pageSize > 1000) {
      throw GridException.invalid("limit", pageSize, "1 to 1000");
    }
    statuses = Set.copyOf(statuses);
    labels = Map.copyOf(labels);
  }

  public TaskQuery withStatus(TaskStatus... any) {
    return new TaskQuery(Set.copyOf(Arrays.asList(any)), name, owner, labels, pageSize);
  }

  /** Only tasks that have not ended. */
  public TaskQuery withActive() {
    EnumSet<TaskStatus> active = EnumSet.allOf(TaskStatus.class);
    active.removeIf(TaskStatus::isTerminal);
    return new TaskQuery(active, name, owner, labels, pageSize);
  }

  public TaskQuery withName(String exact) {
    return new TaskQuery(statuses, exact, owner, labels, pageSize);
  }

  public TaskQuery withOwner(String exact) {
    return new TaskQuery(statuses, name, exact, labels, pageSize);
  }

  public TaskQuery withLabel(String label, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(label, value);
    return new TaskQuery(statuses, name, owner, more, pageSize);
  }

  public TaskQuery withPageSize(int size) {
    return new TaskQuery(statuses, name, owner, labels, size);
  }

  /** The path of the page after this cursor; of the first for null. */
  String path(@Nullable String after) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("limit", Integer.toString(pageSize));
    if (!statuses.isEmpty()) {
      parameters.put(
          "status", statuses.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
    }
    if (name != null) {
      parameters.put("name", name);
    }
    if (owner != null) {
      parameters.put("owner", owner);
    }
    labels.forEach((label, value) -> parameters.put("label." + label, value));
    if (after != null) {
      parameters.put("after", after);
    }
    return "/api/tasks?"
        + parameters.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
