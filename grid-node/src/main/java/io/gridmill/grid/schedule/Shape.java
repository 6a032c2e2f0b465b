package io.gridmill.grid.schedule;

import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;

/**
 * What tasks have in common that belong to the same account, fit the same nodes and take about the
 * same time: one that does not fit now speaks for all of its shape.
 *
 * @param program the class or program that runs
 */
record Shape(String owner, String project, Demand demand, String program) {

  static Shape of(String owner, TaskSpec spec) {
    String program =
        switch (spec.work()) {
          case Work.Java java -> java.className();
          case Work.Command command -> "$ " + command.argv().getFirst();
        };
    return new Shape(owner, spec.scheduling().project(), Demand.of(spec), program);
  }

  ResourceRequest resources() {
    return demand.resources();
  }
}
