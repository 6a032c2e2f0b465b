package io.gridmill.grid.exec;

import io.gridmill.grid.task.Orders;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Work;
import java.util.List;

/**
 * What tasks must have in common to be run by the same workers.
 *
 * @param jars the job's class path; empty for commands
 * @param owner whose the tasks are
 * @param memory the heap, in bytes
 * @param device whether kernels of Java tasks are to run on a device
 */
record WorkerKey(
    Kind kind, List<ArtifactRef> jars, String owner, long memory, int cores, boolean device) {

  /** What carries tasks out. */
  enum Kind {
    /** A Java virtual machine that runs one job after the other. */
    JVM,
    /** A process for each task. */
    COMMAND
  }

  static WorkerKey of(Orders.Order order) {
    ResourceRequest needs = order.spec().resources();
    return switch (order.spec().work()) {
      case Work.Java java ->
          new WorkerKey(
              Kind.JVM,
              java.classPath(),
              order.owner(),
              needs.memory().bytes(),
              needs.cores(),
              needs.devices() > 0);
      case Work.Command _ ->
          new WorkerKey(
              Kind.COMMAND, List.of(), order.owner(), needs.memory().bytes(), needs.cores(), false);
    };
  }
}
