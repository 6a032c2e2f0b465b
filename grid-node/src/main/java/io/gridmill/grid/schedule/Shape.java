package io.gridmill.grid.schedule;

import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.util.Map;

/**
 * What tasks have in common that fit the same nodes and take about the same time: one that does not
 * fit now speaks for all of its shape.
 *
 * @param program the class or program that runs
 */
record Shape(String owner, ResourceRequest resources, Constraint constraint, String program) {
  /** The attribute of nodes that run commands. */
  static final String RUNS_COMMANDS = "gridmill.exec.commands";

  private static final String COMMAND = "$ ";

  static Shape of(String owner, TaskSpec spec) {
    String program =
        switch (spec.work()) {
          case Work.Java java -> java.className();
          case Work.Command command -> COMMAND + command.argv().getFirst();
        };
    return new Shape(owner, spec.resources(), spec.constraint(), program);
  }

  /** Whether a node with these attributes may ever run it, free or not. */
  boolean suits(Map<String, String> attributes) {
    return constraint.holds(attributes)
        && (!program.startsWith(COMMAND) || "true".equals(attributes.get(RUNS_COMMANDS)));
  }
}
