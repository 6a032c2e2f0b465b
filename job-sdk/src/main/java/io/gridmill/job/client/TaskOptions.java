package io.gridmill.job.client;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
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
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import io.gridmill.job.wire.Wire;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks for besides its job and input. All has a default; bad values are refused with a
 * {@link io.gridmill.job.GridException} that names the field, at the latest on submission.
 */
public final class TaskOptions {
  private @Nullable String name;
  private @Nullable String idempotencyKey;
  private @Nullable RawJson sharedInput;
  private int cores;
  private @Nullable ByteSize memory;
  private int devices;
  private @Nullable ByteSize deviceMemory;
  private double deviceShare;
  private Scheduling scheduling = Scheduling.DEFAULT;
  private DependencyRule dependencyRule = DependencyRule.ALL_SUCCEEDED;
  private @Nullable Replication replication;
  private Constraint constraint = Constraint.ANY;
  private int priority;
  private RetryPolicy retry = RetryPolicy.DEFAULT;
  private @Nullable Duration timeLimit;
  private @Nullable Duration queueLimit;
  private final List<TaskId> after = new ArrayList<>();
  private final List<Webhook> webhooks = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, ArtifactRef> inputs = new LinkedHashMap<>();
  private double allowFailed;
  private final Map<String, TaskOutput> inputsFrom = new LinkedHashMap<>();
  private final Map<String, ContentSource> files = new LinkedHashMap<>();
  private final List<ContentSource> jars = new ArrayList<>();

  TaskOptions() {}

  /** A label for people; default: the job's simple name. */
  public TaskOptions name(String label) {
    name = label;
    return this;
  }

  /**
   * The same key again with the same task gives the task that is there already; default: a fresh
   * one.
   */
  public TaskOptions idempotencyKey(String key) {
    idempotencyKey = key;
    return this;
  }

  /** Of an array: what all of its items share, see {@code JobContext.sharedInput}. */
  public TaskOptions sharedInput(Object value) {
    sharedInput = new RawJson(Wire.text(value));
    return this;
  }

  /** A file for the job to read by this name, uploaded with the submission. */
  public TaskOptions file(String fileName, Path content) {
    files.put(fileName, () -> Files.newInputStream(content));
    return this;
  }

  /** An artifact for the job to read by this name. */
  public TaskOptions file(String fileName, ArtifactRef content) {
    inputs.put(fileName, content);
    return this;
  }

  /**
   * What another task leaves behind, for the job to read by this name; the grid hands it over when
   * that task has succeeded.
   */
  public TaskOptions file(String fileName, TaskOutput of) {
    inputsFrom.put(fileName, of);
    return this;
  }

  /**
   * Of an array: how many items may fail for the task to succeed all the same, see {@link
   * ArraySpec#allowFailed}; default 0.
   */
  public TaskOptions allowFailed(double items) {
    allowFailed = items;
    return this;
  }

  /** A further jar for the job's class path, such as a library; uploaded with the submission. */
  public TaskOptions jar(Path library) {
    jars.add(() -> Files.newInputStream(library));
    return this;
  }

  /** Processor cores; default 1. */
  public TaskOptions cores(int count) {
    cores = count;
    return this;
  }

  /** Memory such as {@code 2GiB}; default 512 MiB. */
  public TaskOptions memory(String size) {
    memory = ByteSize.parse(size);
    return this;
  }

  /** Whole GPUs, each with at least this memory; default none. */
  public TaskOptions devices(int count, String memoryOfEach) {
    devices = count;
    deviceMemory = ByteSize.parse(memoryOfEach);
    return this;
  }

  /** A share of one GPU, more than 0 to 1, with this much of its memory at least. */
  public TaskOptions deviceShare(double share, String memoryOfIt) {
    devices = 1;
    deviceShare = share;
    deviceMemory = ByteSize.parse(memoryOfIt);
    return this;
  }

  /** How it queues, and where it would rather run; default: {@link Scheduling#DEFAULT}. */
  public TaskOptions scheduling(Scheduling wishes) {
    scheduling = wishes;
    return this;
  }

  /** How often it is run before its result is believed; default: once. */
  public TaskOptions replication(Replication runs) {
    replication = runs;
    return this;
  }

  /** Which nodes may run it, such as {@code region in (eu, us)}; default: any. */
  public TaskOptions constraint(String condition) {
    constraint = Constraint.parse(condition);
    return this;
  }

  /** From -100 to 100, higher first; default 0. */
  public TaskOptions priority(int value) {
    priority = value;
    return this;
  }

  /** When another attempt follows a failed one; default: {@link RetryPolicy#DEFAULT}. */
  public TaskOptions retry(RetryPolicy policy) {
    retry = policy;
    return this;
  }

  /** The longest that one attempt may run; default 1 hour. */
  public TaskOptions timeLimit(Duration longest) {
    timeLimit = longest;
    return this;
  }

  /** The longest that the task may wait before it expires; default: for ever. */
  public TaskOptions queueLimit(Duration longest) {
    queueLimit = longest;
    return this;
  }

  /** Tasks that must have succeeded before this one is queued. */
  public TaskOptions after(TaskId... tasks) {
    after.addAll(List.of(tasks));
    return this;
  }

  /** Tasks that this one waits for, and when it is queued. */
  public TaskOptions after(DependencyRule rule, TaskId... tasks) {
    dependencyRule = rule;
    return after(tasks);
  }

  /** A URL that hears of the task's end. */
  public TaskOptions webhook(URI url) {
    webhooks.add(new Webhook(url, Set.of()));
    return this;
  }

  /** A URL that hears of these changes of the task. */
  public TaskOptions webhook(URI url, TaskStatus... changes) {
    webhooks.add(new Webhook(url, Set.of(changes)));
    return this;
  }

  /** A word to find the task by. */
  public TaskOptions label(String label, String value) {
    labels.put(label, value);
    return this;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  Map<String, ContentSource> files() {
    return files;
  }

  List<ContentSource> jars() {
    return jars;
  }

  /** The task, after {@link #files} have become artifacts by {@link #file(String, ArtifactRef)}. */
  TaskSpec spec(Work work, @Nullable ArraySpec array, @Nullable RawJson input) {
    return new TaskSpec(
        name,
        work,
        array == null ? null : array.withAllowFailed(allowFailed),
        input == null ? sharedInput : input,
        inputs,
        new ResourceRequest(cores, memory, devices, deviceMemory, deviceShare),
        constraint,
        priority,
        retry,
        timeLimit,
        queueLimit,
        after,
        webhooks,
        labels,
        scheduling,
        dependencyRule,
        replication,
        inputsFrom);
  }
}
