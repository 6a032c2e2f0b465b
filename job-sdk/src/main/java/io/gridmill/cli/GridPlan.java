package io.gridmill.cli;

import io.gridmill.job.GridException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What grid is to be started on this machine.
 *
 * @param dir the folder for its configuration, keys, logs and data
 * @param cores core nodes; 0 for a grid in one process, gateway included
 * @param providers provider nodes; with no core nodes, 0
 * @param port the gateway's; 0 for a free one
 * @param persistence {@code none}, {@code log_only} or {@code fsync}
 * @param commands whether nodes run any program, not only jobs in Java
 * @param settings further keys of the nodes' configuration, with their values; keys of the
 *     gateway's start with {@code gateway.}
 * @param temporary whether the folder goes with the grid if this program is told to end
 * @param standbys further core nodes of a grid that has its other roles in one process: they keep
 *     copies of its rows
 */
public record GridPlan(
    Path dir,
    int cores,
    int providers,
    int port,
    String persistence,
    boolean commands,
    Map<String, String> settings,
    boolean temporary,
    int standbys) {

  public GridPlan {
    between("cores", cores, 0, 16);
    between("providers", providers, 0, 64);
    between("port", port, 0, 65_535);
    if (cores == 0 && providers > 0) {
      throw GridException.invalid("providers", providers, "0, or --cores of 1 or more");
    }
    if (cores > 0 && providers == 0) {
      throw GridException.invalid("providers", 0, "1 or more, as core nodes run no tasks");
    }
    if (!List.of("none", "log_only", "fsync").contains(persistence)) {
      throw GridException.invalid("persistence", persistence, "none, log_only or fsync");
    }
    between("standbys", standbys, 0, cores == 0 && persistence.equals("none") ? 6 : 0);
    settings = Map.copyOf(settings);
  }

  /** A grid in one process that keeps nothing, in a folder that goes with it. */
  public static GridPlan standalone(Path dir, int port) {
    return new GridPlan(dir, 0, 0, port, "none", true, Map.of(), true, 0);
  }

  /** A grid of several processes that keeps nothing, in a folder that goes with it. */
  public static GridPlan of(Path dir, int cores, int providers, int port) {
    return new GridPlan(dir, cores, providers, port, "none", true, Map.of(), true, 0);
  }

  /** The same plan, with further core nodes beside its one process. */
  public GridPlan withStandbys(int more) {
    return new GridPlan(
        dir, cores, providers, port, persistence, commands, settings, temporary, more);
  }

  /** The same plan, with rows that outlive its processes: {@code log_only} or {@code fsync}. */
  public GridPlan withPersistence(String kept) {
    return new GridPlan(dir, cores, providers, port, kept, commands, settings, temporary, standbys);
  }

  /** The same plan, with these settings of its nodes. */
  public GridPlan withSettings(Map<String, String> others) {
    return new GridPlan(
        dir, cores, providers, port, persistence, commands, others, temporary, standbys);
  }

  private static void between(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw GridException.invalid(field, value, least + " to " + most);
    }
  }

  boolean isPersistent() {
    return !persistence.equals("none");
  }

  /** How many nodes it has. */
  int nodes() {
    return cores == 0 ? 1 + standbys : cores + providers;
  }

  /** What is removed when a grid that keeps nothing is stopped, or else outlives it. */
  Path rows() {
    return dir.resolve(isPersistent() ? "kept" : "data");
  }

  Path keyFile() {
    return isPersistent() ? rows().resolve("operator.key") : dir.resolve("operator.key");
  }

  Path logs() {
    return dir.resolve("logs");
  }

  /** The folder of one of its processes. */
  Path data(String name) {
    return rows().resolve(name);
  }
}
