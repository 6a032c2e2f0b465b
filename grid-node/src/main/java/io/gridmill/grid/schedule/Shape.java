package io.gridmill.grid.schedule;

import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.util.Objects;
import java.util.Set;

/**
 * What tasks have in common that belong to the same account, fit the same nodes and take about the
 * same time: one that does not fit now speaks for all of its shape.
 */
final class Shape {
  private final String owner;
  private final String project;
  private final Demand demand;
  private final String program;
  private final int hash;

  Shape(String owner, String project, Demand demand, String program) {
    this.owner = owner;
    this.project = project;
    this.demand = demand;
    this.program = program;
    this.hash = Objects.hash(owner, project, demand, program);
  }

  static Shape of(String owner, TaskSpec spec) {
    String program =
        switch (spec.work()) {
          case Work.Java java -> java.className();
          case Work.Command command -> "$ " + command.argv().getFirst();
        };
    return new Shape(owner, spec.scheduling().project(), Demand.of(spec), program);
  }

  /** The same tasks, on nodes of none of these owners. */
  Shape avoiding(Set<String> owners) {
    return new Shape(owner, project, demand.avoiding(owners), program);
  }

  String owner() {
    return owner;
  }

  String project() {
    return project;
  }

  Demand demand() {
    return demand;
  }

  ResourceRequest resources() {
    return demand.resources();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Shape that
            && hash == that.hash
            && owner.equals(that.owner)
            && project.equals(that.project)
            && program.equals(that.program)
            && demand.equals(that.demand));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
