package io.gridmill.grid.trace;

import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** A trace on its way through the grid's own scheduler, board and lifecycle, in simulated time. */
public final class TraceRun {
  private static final ArtifactRef JAR = new ArtifactRef("0".repeat(64), 1);
  private static final ByteSize LITTLE = ByteSize.ofMiB(16);
  private static final int WIDEST = 4096;

  private final Trace trace;
  private final SchedulingPolicy policy;
  private final Stage stage;
  private final TraceFigures.Collector figures;
  private final Set<Long> started = new HashSet<>();
  private final int coresOfNode;

  /**
   * Sets a trace up.
   *
   * @param coresOfNode how many processors a node has; jobs that are wider become gangs. 0: the
   *     system is one node, as such traces see it
   */
  public TraceRun(Trace trace, SchedulingPolicy policy, int coresOfNode) {
    this.trace = trace;
    this.policy = policy;
    this.coresOfNode = coresOfNode == 0 ? Math.min(WIDEST, trace.processors()) : coresOfNode;
    if (this.coresOfNode > WIDEST) {
      throw GridException.invalid("cores-of-node", coresOfNode, "at most " + WIDEST);
    }
    this.stage = new Stage(policy);
    this.figures = new TraceFigures.Collector(trace);
    int left = trace.processors();
    for (int i = 0; left > 0; i++) {
      int cores = Math.min(left, this.coresOfNode);
      stage.node("node-%05d".formatted(i), cores, new ByteSize(LITTLE.bytes() * cores), Map.of());
      left -= this.coresOfNode;
    }
  }

  private void started(TraceJob job) {
    if (started.add(job.number())) {
      figures.started(job, stage.world().nanoTime() / 1e9);
    }
  }

  private void arrive(TraceJob job) {
    int tasks = (job.processors() + coresOfNode - 1) / coresOfNode;
    int left = job.processors();
    for (int i = 0; i < tasks; i++) {
      int cores = Math.min(left, coresOfNode);
      left -= cores;
      TaskId id = TaskId.derived(job.user(), job.number() + "/" + i);
      stage.submit(
          new Stage.Part(id, job.user(), spec(job, cores, tasks), job.runs(), () -> started(job)));
    }
  }

  private static TaskSpec spec(TraceJob job, int cores, int tasks) {
    Scheduling wishes = Scheduling.DEFAULT.withProject(job.group()).withExpected(job.requested());
    if (tasks > 1) {
      wishes = wishes.withGang(new Scheduling.Gang("job-" + job.number(), tasks));
    }
    return new TaskSpec(
        "job",
        new Work.Java(List.of(JAR), "Job"),
        null,
        null,
        null,
        ResourceRequest.of(cores, LITTLE),
        null,
        0,
        null,
        job.requested(),
        null,
        null,
        null,
        null,
        wishes,
        null,
        null);
  }

  /**
   * Runs the trace to its end.
   *
   * @param progress hears how many jobs have started, now and then
   */
  public TraceFigures run(IntConsumer progress) {
    long began = System.nanoTime();
    int[] next = {0};
    arriveAt(next);
    int told = 0;
    while (stage.world().step()) {
      if (figures.count() - told >= 1000) {
        told = figures.count();
        progress.accept(told);
      }
    }
    if (figures.count() < trace.jobs().size()) {
      throw new IllegalStateException(
          (trace.jobs().size() - figures.count()) + " jobs never started under " + policy.name());
    }
    return figures.figures(policy.name(), (System.nanoTime() - began) / 1e9);
  }

  /** Has the next job come at its time, and then the one after it. */
  private void arriveAt(int[] next) {
    TraceJob job = trace.jobs().get(next[0]++);
    stage
        .world()
        .after(
            job.submitted().toNanos() - stage.world().nanoTime(),
            () -> {
              arrive(job);
              if (next[0] < trace.jobs().size()) {
                arriveAt(next);
              }
            });
  }
}
