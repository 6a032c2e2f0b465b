package io.gridmill.job;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a consumer says about a task. Made by {@link #java}, {@link #command} and the {@code
 * with} methods; every part that is left out has the default that its method states.
 *
 * @param name a label for people; default: the class or program name
 * @param work what to run
 * @param array the items, if the job is an {@code ArrayJob}; null for one run
 * @param input the job's input, as JSON of at most {@value #MAX_INLINE_INPUT} characters
 * @param inputs artifacts by the file name under which the job finds them
 * @param resources what the node must offer
 * @param constraint which nodes may run it; default: any
 * @param priority from -100 to 100, higher first; default 0
 * @param retry when another attempt follows a failed one
 * @param timeLimit the longest that one attempt (of an array: one lease of items) may run; default
 *     1 hour
 * @param queueLimit the longest that the task may wait before it expires; null for no limit
 * @param dependsOn tasks that must have succeeded before this one is queued
 * @param webhooks who hears of its changes
 * @param labels the consumer's own words to find it by
 * @param scheduling how it queues, and where it would rather run
 * @param dependencyRule when a task that depends on others is queued; default: when all of them
 *     have succeeded
 * @param replication how often it is run before its result is believed; null for once
 * @param inputsFrom what other tasks leave behind, by the file name under which the job finds it;
 *     these tasks are added to {@code dependsOn}. A file is missing if its task has not succeeded
 *     when the rule lets this one be queued
 */
public record TaskSpec(
    String name,
    Work work,
    @Nullable ArraySpec array,
    @Nullable RawJson input,
    Map<String, ArtifactRef> inputs,
    ResourceRequest resources,
    Constraint constraint,
    int priority,
    RetryPolicy retry,
    Duration timeLimit,
    @Nullable Duration queueLimit,
    List<TaskId> dependsOn,
    List<Webhook> webhooks,
    Map<String, String> labels,
    Scheduling scheduling,
    DependencyRule dependencyRule,
    @Nullable Replication replication,
    Map<String, TaskOutput> inputsFrom) {
  /** The longest inline input, in characters; larger ones go to the artifact store. */
  public static final int MAX_INLINE_INPUT = 65_536;

  public TaskSpec(
      @Nullable String name,
      Work work,
      @Nullable ArraySpec array,
      @Nullable RawJson input,
      @Nullable Map<String, ArtifactRef> inputs,
      @Nullable ResourceRequest resources,
      @Nullable Constraint constraint,
      int priority,
      @Nullable RetryPolicy retry,
      @Nullable Duration timeLimit,
      @Nullable Duration queueLimit,
      @Nullable List<TaskId> dependsOn,
      @Nullable List<Webhook> webhooks,
      @Nullable Map<String, String> labels,
      @Nullable Scheduling scheduling,
      @Nullable DependencyRule dependencyRule,
      @Nullable Replication replication) {
    this(
        name,
        work,
        array,
        input,
        inputs,
        resources,
        constraint,
        priority,
        retry,
        timeLimit,
        queueLimit,
        dependsOn,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        null);
  }

  public TaskSpec(
      @Nullable String name,
      Work work,
      @Nullable ArraySpec array,
      @Nullable RawJson input,
      @Nullable Map<String, ArtifactRef> inputs,
      @Nullable ResourceRequest resources,
      @Nullable Constraint constraint,
      int priority,
      @Nullable RetryPolicy retry,
      @Nullable Duration timeLimit,
      @Nullable Duration queueLimit,
      @Nullable List<TaskId> dependsOn,
      @Nullable List<Webhook> webhooks,
      @Nullable Map<String, String> labels,
      @Nullable Scheduling scheduling,
      @Nullable DependencyRule dependencyRule,
      @Nullable Replication replication,
      @Nullable Map<String, TaskOutput> inputsFrom) {
    if (work == null) {
      throw GridException.invalid(
          "work", null, "{\"kind\":\"java\",…} or {\"kind\":\"command\",…}");
    }
    this.name = name == null || name.isBlank() ? nameOf(work) : name.strip();
    this.work = work;
    this.array = array;
    this.input = input;
    this.inputs = inputs == null ? Map.of() : Map.copyOf(inputs);
    this.resources = resources == null ? ResourceRequest.DEFAULT : resources;
    this.constraint = constraint == null ? Constraint.ANY : constraint;
    this.priority = priority;
    this.retry = retry == null ? RetryPolicy.DEFAULT : retry;
    this.timeLimit = timeLimit == null ? Duration.ofHours(1) : timeLimit;
    this.queueLimit = queueLimit;
    this.inputsFrom = inputsFrom == null ? Map.of() : Map.copyOf(inputsFrom);
    this.dependsOn = dependencies(dependsOn == null ? List.of() : dependsOn, this.inputsFrom);
    this.webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.scheduling = scheduling == null ? Scheduling.DEFAULT : scheduling;
    this.dependencyRule = dependencyRule == null ? DependencyRule.ALL_SUCCEEDED : dependencyRule;
    this.replication = replication;
    check();
  }

  private void check() {
    if (name.length() > 200) {
      throw GridException.invalid("name", name, "at most 200 characters");
    }
    if (input != null && input.json().length() > MAX_INLINE_INPUT) {
      throw GridException.invalid(
          "input",
          input.json().length() + " characters",
          "at most " + MAX_INLINE_INPUT + "; upload it and name it in inputs");
    }
    inputs.keySet().forEach(file -> FileNames.check("inputs", file));
    for (String file : inputsFrom.keySet()) {
      FileNames.check("inputsFrom", file);
      if (inputs.containsKey(file)) {
        throw GridException.invalid("inputsFrom", file, "a name that is not in inputs");
      }
    }
    if (priority < -100 || priority > 100) {
      throw GridException.invalid("priority", priority, "-100 to 100");
    }
    positive("timeLimit", timeLimit);
    if (queueLimit != null) {
      positive("queueLimit", queueLimit);
    }
    if (array != null && scheduling != null && scheduling.gang() != null) {
      throw GridException.invalid(
          "scheduling.gang", scheduling.gang().name(), "nothing, for an array");
    }
    if (array != null && work instanceof Work.Command) {
      throw GridException.invalid("array", array.count(), "nothing, for a command");
    }
    if (replication != null) {
      check(replication);
    }
    if (dependsOn.size() > 1000) {
      throw GridException.invalid("dependsOn", dependsOn.size() + " tasks", "at most 1000");
    }
    if (webhooks.size() > 10) {
      throw GridException.invalid("webhooks", webhooks.size() + " webhooks", "at most 10");
    }
    if (labels.size() > 50) {
      throw GridException.invalid("labels", labels.size() + " labels", "at most 50");
    }
  }

  private void check(Replication runs) {
    if (array != null) {
      throw GridException.invalid(
          "replication.replicas",
          runs.replicas(),
          "nothing, for an array: its items are committed as they come, by whichever node is first"
              + " with them, so there are no two results to compare");
    }
    if (scheduling.gang() != null) {
      throw GridException.invalid(
          "replication.replicas",
          runs.replicas(),
          "nothing, for a task of gang "
              + scheduling.gang().name()
              + ": replicas run one by one, gangs all at once");
    }
    if (runs.comparator() != null && work instanceof Work.Command) {
      throw GridException.invalid(
          "replication.comparator", runs.comparator(), "nothing, for a command: it has no jar");
    }
  }

  private static List<TaskId> dependencies(List<TaskId> named, Map<String, TaskOutput> outputs) {
    if (outputs.isEmpty()) {
      return List.copyOf(named);
    }
    Set<TaskId> all = new LinkedHashSet<>(named);
    outputs.values().stream()
        .map(TaskOutput::task)
        .filter(Objects::nonNull)
        .sorted()
        .forEach(all::add);
    return List.copyOf(all);
  }

  /** The same task with other dependencies. */
  public TaskSpec withDependencies(List<TaskId> tasks, Map<String, TaskOutput> outputs) {
    return new TaskSpec(
        name,
        work,
        array,
        input,
        inputs,
        resources,
        constraint,
        priority,
        retry,
        timeLimit,
        queueLimit,
        tasks,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        outputs);
  }

  /** The same task over other items. */
  public TaskSpec withArray(@Nullable ArraySpec items) {
    return new TaskSpec(
        name,
        work,
        items,
        input,
        inputs,
        resources,
        constraint,
        priority,
        retry,
        timeLimit,
        queueLimit,
        dependsOn,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        inputsFrom);
  }

  private static void positive(String field, Duration value) {
    if (!value.isPositive() || value.compareTo(Duration.ofDays(366)) > 0) {
      throw GridException.invalid(field, value, "more than PT0S, at most a year");
    }
  }

  private static String nameOf(Work work) {
    return switch (work) {
      case Work.Java java -> java.className().substring(java.className().lastIndexOf('.') + 1);
      case Work.Command command -> command.argv().getFirst();
    };
  }

  /** The same task with another input; null for none. */
  public TaskSpec withInput(@Nullable RawJson other) {
    return new TaskSpec(
        name,
        work,
        array,
        other,
        inputs,
        resources,
        constraint,
        priority,
        retry,
        timeLimit,
        queueLimit,
        dependsOn,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        inputsFrom);
  }

  /**
   * Whether another task is this one but for the input, as one made of the other by {@link
   * #withInput} is. Parts that are equal but were made anew count as different: what is made of a
   * spec can so be kept for those that share it, at no cost.
   */
  @SuppressWarnings("ReferenceEquality")
  public boolean sharesAllButInput(TaskSpec other) {
    return name == other.name
        && work == other.work
        && array == other.array
        && inputs == other.inputs
        && resources == other.resources
        && constraint == other.constraint
        && priority == other.priority
        && retry == other.retry
        && timeLimit == other.timeLimit
        && queueLimit == other.queueLimit
        && dependsOn == other.dependsOn
        && webhooks == other.webhooks
        && labels == other.labels
        && scheduling == other.scheduling
        && dependencyRule == other.dependencyRule
        && replication == other.replication
        && inputsFrom == other.inputsFrom;
  }

  /** A task that runs a job class once, with all else at its default. */
  public static TaskSpec java(String className, ArtifactRef... classPath) {
    return of(new Work.Java(List.of(classPath), className));
  }

  /** A task that runs a program, with all else at its default. */
  public static TaskSpec command(String... argv) {
    return of(new Work.Command(List.of(argv), null, null));
  }

  /** A task of this work, with all else at its default. */
  public static TaskSpec of(Work work) {
    return new TaskSpec(
        null, work, null, null, null, null, null, 0, null, null, null, null, null, null, null, null,
        null);
  }
}
