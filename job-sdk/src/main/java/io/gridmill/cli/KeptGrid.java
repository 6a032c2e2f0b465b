package io.gridmill.cli;

import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The shape of a grid whose rows outlive it: it takes work again only when all nodes are back that
 * hold them.
 */
record KeptGrid(int cores, int providers) {

  /** Notes the shape of a new grid; refuses to start one in another shape than it was kept in. */
  static void check(GridPlan plan) throws IOException {
    Path file = Files.createDirectories(plan.rows()).resolve("shape.json");
    KeptGrid wanted = new KeptGrid(plan.cores(), plan.providers());
    if (!Files.exists(file)) {
      Files.write(file, Wire.bytes(wanted));
      return;
    }
    KeptGrid kept = Wire.readOwn(Files.readAllBytes(file), KeptGrid.class);
    if (!kept.equals(wanted)) {
      throw GridException.invalid(
          "up",
          wanted,
          kept + ", as the grid that is kept in " + plan.rows() + "; or remove that folder");
    }
  }

  /** As it is said on the command line. */
  @Override
  public String toString() {
    return cores == 0
        ? "--persistent alone"
        : "--persistent --cores " + cores + " --providers " + providers;
  }
}
