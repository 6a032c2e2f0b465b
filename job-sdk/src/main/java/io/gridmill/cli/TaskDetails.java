package io.gridmill.cli;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code submit} that any kind of task may have. */
final class TaskDetails {
  @Option(names = "--name", paramLabel = "NAME", description = "A label for people.")
  private @Nullable String name;

  @Option(
      names = "--constraint",
      paramLabel = "COND",
      description = "Which nodes may run it, such as 'gpu.memory >= 24GiB && region in (eu, us)'.")
  private @Nullable Constraint constraint;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "From -100 to 100, higher first; default 0.")
  private @Nullable Integer priority;

  @Option(names = "--cores", paramLabel = "N", description = "Processor cores; default 1.")
  private @Nullable Integer cores;

  @Option(names = "--memory", paramLabel = "SIZE", description = "Memory; default 512MiB.")
  private @Nullable ByteSize memory;

  @Option(names = "--gpus", paramLabel = "N", description = "Whole GPUs; default 0.")
  private @Nullable Integer gpus;

  @Option(
      names = "--gpu-memory",
      paramLabel = "SIZE",
      description = "The least memory of each GPU.")
  private @Nullable ByteSize gpuMemory;

  @Option(
      names = "--gpu-share",
      paramLabel = "X",
      description = "A share of one GPU, such as 0.25; default 1, whole ones.")
  private @Nullable Double gpuShare;

  @Mixin private final QueueOptions queueing = new QueueOptions();

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "The longest that an attempt may run, such as 30s or 2h; default 1h.")
  private @Nullable Duration timeLimit;

  @Option(
      names = "--queue-limit",
      paramLabel = "TIME",
      description = "The longest that it may wait; default: for ever.")
  private @Nullable Duration queueLimit;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "The most attempts, for what the grid broke; default 3.")
  private @Nullable Integer attempts;

  @Option(names = "--retry-failures", description = "Try again also when the job itself failed.")
  private boolean retryFailures;

  @Option(names = "--label", paramLabel = "K=V", description = "A word to find it by.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--after",
      paramLabel = "ID",
      split = ",",
      description = "A task that must have succeeded before; see --when.")
  private List<TaskId> after = List.of();

  @Option(
      names = "--in-from",
      paramLabel = "NAME=ID[/OUTPUT]",
      description = "What another task leaves behind, its result or a named output, as a file.")
  private Map<String, String> inputsFrom = Map.of();

  @Option(names = "--webhook", paramLabel = "URL", description = "Hears of the task's end.")
  private List<URI> webhooks = List.of();

  /** The task with what the options say; what they do not say stays. */
  TaskSpec applyTo(
      TaskSpec base,
      @Nullable ArraySpec array,
      @Nullable RawJson input,
      Map<String, ArtifactRef> files) {
    Map<String, ArtifactRef> allFiles = new LinkedHashMap<>(base.inputs());
    allFiles.putAll(files);
    Map<String, String> allLabels = new LinkedHashMap<>(base.labels());
    allLabels.putAll(labels);
    List<TaskId> allAfter = new ArrayList<>(base.dependsOn());
    allAfter.addAll(after);
    List<Webhook> allWebhooks = new ArrayList<>(base.webhooks());
    webhooks.forEach(url -> allWebhooks.add(new Webhook(url, Set.of())));
    return new TaskSpec(
        or(name, base.name()),
        base.work(),
        array == null ? base.array() : array,
        input == null ? base.input() : input,
        allFiles,
        resources(base.resources()),
        or(constraint, base.constraint()),
        or(priority, base.priority()),
        retry(base.retry()),
        or(timeLimit, base.timeLimit()),
        queueLimit == null ? base.queueLimit() : queueLimit,
        allAfter,
        allWebhooks,
        allLabels,
        queueing.applyTo(base.scheduling()),
        queueing.dependencyRule(base.dependencyRule()),
        queueing.replication(base.replication()),
        inputsFrom(base.inputsFrom()));
  }

  private Map<String, TaskOutput> inputsFrom(Map<String, TaskOutput> base) {
    Map<String, TaskOutput> all = new LinkedHashMap<>(base);
    inputsFrom.forEach(
        (name, from) -> {
          int slash = from.indexOf('/');
          TaskId task = taskId(name, slash < 0 ? from : from.substring(0, slash));
          all.put(
              name,
              slash < 0 ? TaskOutput.of(task) : TaskOutput.of(task, from.substring(slash + 1)));
        });
    return all;
  }

  private static TaskId taskId(String name, String text) {
    try {
      return new TaskId(text);
    } catch (GridException e) {
      throw GridException.invalid("--in-from " + name, text, "a task's id, such as submit prints");
    }
  }

  private ResourceRequest resources(ResourceRequest base) {
    return new ResourceRequest(
        or(cores, base.cores()),
        or(memory, base.memory()),
        or(gpus, base.devices()),
        or(gpuMemory, base.deviceMemory()),
        or(gpuShare, base.deviceShare()));
  }

  private RetryPolicy retry(RetryPolicy base) {
    return new RetryPolicy(
        or(attempts, base.maxAttempts()),
        base.backoff(),
        base.maxBackoff(),
        retryFailures || base.onJobFailure());
  }

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }
}
