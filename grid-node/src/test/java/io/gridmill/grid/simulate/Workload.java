package io.gridmill.grid.simulate;

import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Orders.Part;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.DependencyRule;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of a world, and how each of their orders goes. */
final class Workload implements Plan.Plans {
  static final Work WORK = new Work.Java(List.of(new ArtifactRef("ab".repeat(32), 1)), "a.Job");
  private static final URI HOOK = URI.create("https://hooks.example/tasks");
  private static final List<DependencyRule> RULES =
      List.of(
          DependencyRule.ALL_SUCCEEDED,
          DependencyRule.ALL_SUCCEEDED,
          DependencyRule.ANY_SUCCEEDED,
          DependencyRule.ALL_ENDED);
  private static final List<ErrorCode> FAILURES =
      List.of(
          ErrorCode.JOB_FAILED,
          ErrorCode.JOB_FAILED,
          ErrorCode.WORKER_CRASHED,
          ErrorCode.WORKER_START_FAILED,
          ErrorCode.TIME_LIMIT);

  private final Chance chance;
  private final double failing;
  private final Duration longest;
  private final int mostCores;
  private final Map<String, Order> runs = new HashMap<>();
  private final Map<String, Forming> forming = new HashMap<>();
  private final int owners;
  private final Map<TaskId, Integer> lies = new HashMap<>();
  private int numbers;

  /**
   * @param owners how many there are of whom each has a node that can run what needs one core
   */
  Workload(Chance chance, int mostCores, int owners) {
    this.owners = owners;
    this.chance = chance;
    this.mostCores = mostCores;
    this.failing = chance.is(0.5) ? 0 : 0.15;
    this.longest = chance.between(Duration.ofMillis(100), Duration.ofSeconds(15));
  }

  /**
   * A gang whose tasks are asked for one by one.
   *
   * @param like what they have in common
   * @param left how many are still to come
   */
  private record Forming(TaskSpec like, int left) {}

  /**
   * The next task; it may depend on some of these.
   *
   * @param left how many its owner will ask for, this one included
   */
  NewTask next(String owner, List<TaskId> earlier, int left) {
    int number = ++numbers;
    TaskId id = TaskId.derived(owner, "task " + number);
    Forming gang = forming.remove(owner);
    if (gang == null && left > 1 && chance.is(0.2)) {
      int size = chance.between(2, Math.min(left, 3));
      gang = new Forming(gang("gang " + number, size, earlier), size);
    }
    if (gang != null) {
      if (gang.left() > 1) {
        forming.put(owner, new Forming(gang.like(), gang.left() - 1));
      }
      return new NewTask(id, owner, gang.like());
    }
    ArraySpec array =
        chance.is(0.25) ? new ArraySpec(chance.between(1, 60), null, chance.is(0.3)) : null;
    Replication replication = array == null && chance.is(0.25) ? replication() : null;
    Duration queueLimit =
        chance.is(0.1) ? chance.between(Duration.ofMillis(100), Duration.ofMinutes(1)) : null;
    var spec =
        SpecMaker.of(WORK)
            .name("t" + number)
            .array(array)
            .resources(replication == null ? resources() : ResourceRequest.DEFAULT)
            .priority(priority())
            .retry(retry())
            .queueLimit(queueLimit)
            .dependsOn(dependsOn(earlier))
            .webhooks(webhooks())
            .scheduling(
                Scheduling.DEFAULT.withHeld(chance.is(0.05)).withPreemptible(chance.is(0.3)))
            .dependencyRule(chance.of(RULES))
            .replication(replication)
            .make();
    return new NewTask(id, owner, spec);
  }

  /** Some ask for more tasks than ever come, and expire. */
  private TaskSpec gang(String name, int size, List<TaskId> earlier) {
    boolean whole = chance.is(0.8);
    Duration queueLimit =
        whole && chance.is(0.7)
            ? null
            : chance.between(Duration.ofSeconds(1), Duration.ofMinutes(2));
    int cores = size == 2 ? chance.between(1, 2) : 1;
    return SpecMaker.of(WORK)
        .name(name)
        .resources(new ResourceRequest(cores, ByteSize.ofMiB(512), 0, null, 0))
        .priority(priority())
        .retry(retry())
        .queueLimit(queueLimit)
        .dependsOn(dependsOn(earlier))
        .webhooks(webhooks())
        .scheduling(
            Scheduling.DEFAULT
                .withGang(new Scheduling.Gang(name, whole ? size : size + 1))
                .withHeld(chance.is(0.05))
                .withPreemptible(chance.is(0.5)))
        .dependencyRule(chance.of(RULES))
        .make();
  }

  private int priority() {
    return chance.is(0.4) ? 0 : chance.is(0.8) ? chance.between(-2, 2) : chance.between(8, 20);
  }

  /** A task that takes all of one node. */
  NewTask probe(String node, int cores, int round) {
    var spec =
        SpecMaker.of(WORK)
            .name("probe")
            .resources(new ResourceRequest(cores, ByteSize.ofMiB(cores * 1024L), 0, null, 0))
            .constraint(Constraint.parse("name == " + node))
            .retry(new RetryPolicy(100, Duration.ZERO, null, true))
            .make();
    return new NewTask(TaskId.derived("probe", node + round), "probe", spec);
  }

  private @Nullable Replication replication() {
    return owners < 2
        ? null
        : new Replication(
            chance.between(2, Math.min(3, owners)), 2, null, chance.is(0.7) ? 1 : 0.5);
  }

  private ResourceRequest resources() {
    int cores = chance.is(0.6) ? 1 : chance.between(1, mostCores);
    return new ResourceRequest(cores, ByteSize.ofMiB(chance.between(1, cores) * 512L), 0, null, 0);
  }

  private @Nullable RetryPolicy retry() {
    return chance.is(0.3)
        ? null
        : new RetryPolicy(
            chance.between(1, 6),
            chance.between(Duration.ofMillis(10), Duration.ofSeconds(5)),
            null,
            chance.is(0.5));
  }

  private List<TaskId> dependsOn(List<TaskId> earlier) {
    List<TaskId> on = new ArrayList<>();
    if (!earlier.isEmpty() && chance.is(0.3)) {
      for (int i = chance.between(1, 3); i > 0; i--) {
        TaskId one = chance.of(earlier);
        if (!on.contains(one)) {
          on.add(one);
        }
      }
    }
    return on;
  }

  private List<Webhook> webhooks() {
    if (chance.is(0.5)) {
      return List.of();
    }
    Set<TaskStatus> on =
        chance.is(0.5)
            ? null
            : EnumSet.of(TaskStatus.QUEUED, TaskStatus.RUNNING, TaskStatus.SUCCEEDED);
    return List.of(new Webhook(HOOK, on));
  }

  @Override
  public Plan of(Order order) {
    boolean crowd = order.owner().equals(Crowd.OWNER);
    Duration takes =
        crowd
            ? chance.between(Crowd.EXPECTED.dividedBy(5), Crowd.EXPECTED)
            : chance.is(0.5)
                ? chance.between(Duration.ofMillis(1), longest)
                : longest.dividedBy(chance.between(1, 3));
    boolean fails = chance.is(failing) && !crowd && !order.owner().equals("probe");
    if (fails && (order.spec().replication() == null || mayDiffer(order))) {
      return new Plan(takes, Failure.of(chance.of(FAILURES), "it was to fail"), TaskResult.NONE);
    }
    String json =
        lies(order) ? "{\"lie\":" + runs.size() + "}" : "{\"of\":\"" + order.task() + "\"}";
    runs.put(order.attempt() + json, order);
    return new Plan(takes, null, new TaskResult(new RawJson(json), null, Map.of()));
  }

  /** Whether a run gives a wrong result: so few do of a replicated task that the others agree. */
  private boolean lies(Order order) {
    return order.spec().replication() != null && chance.is(0.2) && mayDiffer(order);
  }

  private boolean mayDiffer(Order order) {
    return lies.merge(order.task(), 1, Integer::sum) <= owners - 2;
  }

  @Override
  public byte[] lines(Order order, long from, long to) {
    StringBuilder lines = new StringBuilder();
    for (long item = from; item < to; item++) {
      lines.append(item).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean saves(Order order) {
    return order.attempt() % 2 == 1;
  }

  private static boolean isReplicated(Order order) {
    Replication asked = order.spec().replication();
    return asked != null && Objects.equals(asked.rate(), 1.0);
  }

  /** What is wrong with a result of this attempt; null if a run of it left it behind. */
  @Nullable String wrong(TaskId task, int attempt, TaskResult result) {
    RawJson json = result.inline();
    Order order = json == null ? null : runs.get(attempt + json.json());
    if (json != null && order != null && isReplicated(order) && json.json().contains("lie")) {
      return "a lie is believed: " + json;
    }
    return order != null
            && order.task().equals(task)
            && order.attempt() == attempt
            && order.part() != Part.ITEMS
        ? null
        : "result " + json + " is of " + (order == null ? "no order" : order.held());
  }
}
