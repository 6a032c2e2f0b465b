package io.gridmill.grid.task;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Constraint;
import io.gridmill.job.DependencyRule;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes specs for tests: what is not named is at its default. */
public final class SpecMaker {
  private final Work work;
  private @Nullable String name;
  private @Nullable ArraySpec array;
  private @Nullable RawJson input;
  private @Nullable Map<String, ArtifactRef> inputs;
  private @Nullable ResourceRequest resources;
  private @Nullable Constraint constraint;
  private int priority;
  private @Nullable RetryPolicy retry;
  private @Nullable Duration timeLimit;
  private @Nullable Duration queueLimit;
  private @Nullable List<TaskId> dependsOn;
  private @Nullable List<Webhook> webhooks;
  private @Nullable Map<String, String> labels;
  private @Nullable Scheduling scheduling;
  private @Nullable DependencyRule dependencyRule;
  private @Nullable Replication replication;
  private @Nullable Map<String, TaskOutput> inputsFrom;

  private SpecMaker(Work work) {
    this.work = work;
  }

  public static SpecMaker of(Work work) {
    return new SpecMaker(work);
  }

  /** One that makes the same, so far. */
  public static SpecMaker like(TaskSpec spec) {
    return of(spec.work())
        .name(spec.name())
        .array(spec.array())
        .input(spec.input())
        .inputs(spec.inputs())
        .resources(spec.resources())
        .constraint(spec.constraint())
        .priority(spec.priority())
        .retry(spec.retry())
        .timeLimit(spec.timeLimit())
        .queueLimit(spec.queueLimit())
        .dependsOn(spec.dependsOn())
        .webhooks(spec.webhooks())
        .labels(spec.labels())
        .scheduling(spec.scheduling())
        .dependencyRule(spec.dependencyRule())
        .replication(spec.replication())
        .inputsFrom(spec.inputsFrom());
  }

  public SpecMaker name(@Nullable String value) {
    name = value;
    return this;
  }

  public SpecMaker array(@Nullable ArraySpec value) {
    array = value;
    return this;
  }

  public SpecMaker input(@Nullable RawJson value) {
    input = value;
    return this;
  }

  public SpecMaker inputs(@Nullable Map<String, ArtifactRef> value) {
    inputs = value;
    return this;
  }

  public SpecMaker resources(@Nullable ResourceRequest value) {
    resources = value;
    return this;
  }

  public SpecMaker constraint(@Nullable Constraint value) {
    constraint = value;
    return this;
  }

  public SpecMaker priority(int value) {
    priority = value;
    return this;
  }

  public SpecMaker retry(@Nullable RetryPolicy value) {
    retry = value;
    return this;
  }

  public SpecMaker timeLimit(@Nullable Duration value) {
    timeLimit = value;
    return this;
  }

  public SpecMaker queueLimit(@Nullable Duration value) {
    queueLimit = value;
    return this;
  }

  public SpecMaker dependsOn(@Nullable List<TaskId> value) {
    dependsOn = value;
    return this;
  }

  public SpecMaker webhooks(@Nullable List<Webhook> value) {
    webhooks = value;
    return this;
  }

  public SpecMaker labels(@Nullable Map<String, String> value) {
    labels = value;
    return this;
  }

  public SpecMaker scheduling(@Nullable Scheduling value) {
    scheduling = value;
    return this;
  }

  public SpecMaker dependencyRule(@Nullable DependencyRule value) {
    dependencyRule = value;
    return this;
  }

  public SpecMaker replication(@Nullable Replication value) {
    replication = value;
    return this;
  }

  public SpecMaker inputsFrom(@Nullable Map<String, TaskOutput> value) {
    inputsFrom = value;
    return this;
  }

  public TaskSpec make() {
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
        dependsOn,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        inputsFrom);
  }
}
