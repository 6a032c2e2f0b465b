package io.gridmill.grid.trace;

import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The large performance test of Kueue, after the numbers of its published configuration: ten
 * cohorts of a hundred queues with a quota of 20 each, of which a queue may borrow 100 more, and
 * fifty workloads of three sizes a queue. Here a queue is an account that may have 120 cores, and a
 * cohort is a hundred nodes of 20 cores.
 */
public final class KueueRun {
  private static final int COHORTS = 10;
  private static final int QUEUES = 100;
  private static final int QUOTA = 20;
  private static final int BORROWED = 100;
  private static final ArtifactRef JAR = new ArtifactRef("0".repeat(64), 1);
  private static final ByteSize LITTLE = ByteSize.ofMiB(16);

  /** The workloads of one size that each queue gets. */
  private record Size(
      String name, int count, int everyMillis, int runsMillis, int priority, int request) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("small", 35, 60, 150, 50, 1),
          new Size("medium", 11, 300, 350, 100, 5),
          new Size("large", 4, 700, 700, 200, 20));

  private final Stage stage;
  private final Map<String, double[]> waits = new TreeMap<>();
  private double busy;
  private long last;
  private int ended;

  /**
   * What came of it.
   *
   * @param seconds what all of it took here, in real time
   * @param makespan_s how long it would have taken in a grid, from the first workload to the end of
   *     the last
   * @param usage the share of all quotas that was in use meanwhile
   * @param mean_wait_s how long workloads of each size waited
   */
  @SuppressWarnings("MethodName")
  public record Figures(
      int workloads,
      int queues,
      double seconds,
      double makespan_s,
      double usage,
      Map<String, Double> mean_wait_s) {}

  private KueueRun() {
    SchedulingPolicy fair = SchedulingPolicy.FAIR;
    stage = new Stage(fair.withMostCores(QUOTA + BORROWED));
    for (int i = 0; i < COHORTS * QUEUES; i++) {
      Map<String, String> labels = Map.of("cohort", "c" + i / QUEUES);
      stage.node("node-%04d".formatted(i), QUOTA, new ByteSize(LITTLE.bytes() * QUOTA), labels);
    }
  }

  /** Runs it. */
  public static Figures run() {
    return new KueueRun().all();
  }

  private Figures all() {
    int workloads = 0;
    for (int queue = 0; queue < COHORTS * QUEUES; queue++) {
      for (Size size : SIZES) {
        for (int i = 0; i < size.count(); i++) {
          int of = queue;
          int number = i;
          stage
              .world()
              .at(Duration.ofMillis((long) i * size.everyMillis()), () -> come(of, size, number));
          workloads++;
        }
      }
    }
    long began = System.nanoTime();
    while (stage.world().step()) {
      // all that happens is among the events
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    if (ended < workloads) {
      throw new IllegalStateException((workloads - ended) + " workloads were never admitted");
    }
    double makespan = last / 1e9;
    Map<String, Double> means = new TreeMap<>();
    waits.forEach((size, sums) -> means.put(size, sums[0] / sums[1]));
    return new Figures(
        workloads,
        COHORTS * QUEUES,
        seconds,
        makespan,
        busy / (makespan * COHORTS * QUEUES * QUOTA),
        means);
  }

  private void come(int queue, Size size, int number) {
    String owner = "queue-" + queue;
    long came = stage.world().nanoTime();
    TaskSpec spec =
        new TaskSpec(
            size.name(),
            new Work.Java(List.of(JAR), "Workload"),
            null,
            null,
            null,
            ResourceRequest.of(size.request(), LITTLE),
            Constraint.parse("cohort == c" + queue / QUEUES),
            size.priority() / 2,
            null,
            null,
            null,
            null,
            null,
            null,
            Scheduling.DEFAULT.withExpected(Duration.ofMillis(size.runsMillis())),
            null,
            null);
    TaskId id = TaskId.derived(owner, size.name() + number);
    stage.submit(
        new Stage.Part(
            id, owner, spec, Duration.ofMillis(size.runsMillis()), () -> started(size, came)));
  }

  private void started(Size size, long came) {
    long now = stage.world().nanoTime();
    double[] sums = waits.computeIfAbsent(size.name(), s -> new double[2]);
    sums[0] += (now - came) / 1e9;
    sums[1]++;
    busy += size.request() * (size.runsMillis() / 1e3);
    last = Math.max(last, now + size.runsMillis() * 1_000_000L);
    ended++;
  }
}
