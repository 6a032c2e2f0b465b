package io.gridmill.grid.schedule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What accounts and their projects have used of the grid, for fair shares.
 *
 * <p>Usage is the dominant share of the grid (Ghodsi et al., Dominant Resource Fairness, NSDI 2011)
 * times seconds, and fades with a half-life h (Kay and Lauder, A Fair Share Scheduler, CACM 1988;
 * the formula is that of Slurm's multifactor plugin): {@code u(t + d) = u(t) * 2^(-d/h) + r * (h /
 * ln 2) * (1 - 2^(-d/h))} while tasks with a share of r run. An account's turn comes by {@code (u +
 * r * } {@value #AHEAD_SECONDS} s{@code ) / weight}, least first: what runs now counts as if it had
 * for that long, so that a burst does not all go to one account.
 */
final class Shares {
  static final int AHEAD_SECONDS = 300;

  /** By how much a claim may differ from what lines are ranked by. */
  static final double DRIFT = 0.02;

  private final SchedulingPolicy policy;
  private final Map<String, Party> accounts = new HashMap<>();
  private final double halfLifeNanos;

  Shares(SchedulingPolicy policy) {
    this.policy = policy;
    this.halfLifeNanos = policy.halfLife().toNanos();
  }

  /** An account or a project, with what it has used. */
  final class Party {
    private final double weight;
    private final Map<String, Party> projects = new HashMap<>();
    private final Set<Line> lines = new HashSet<>();
    private double used;
    private double running;
    private int tasks;
    private int cores;
    private boolean counted;
    private long at;
    private double told;

    private Party(double weight) {
      this.weight = weight;
    }

    private void bring(long nanoTime) {
      if (!counted) {
        counted = true;
        at = nanoTime;
      }
      double passed = nanoTime - at;
      if (passed > 0) {
        double rest = Math.exp(-Math.log(2) * passed / halfLifeNanos);
        double seconds = halfLifeNanos / 1e9 / Math.log(2);
        used = used * rest + running * seconds * (1 - rest);
        at = nanoTime;
      }
    }

    /** What decides whose turn it is. */
    double claim() {
      return told;
    }

    /** Tells its claim as it is now; returns whether it is another than before. */
    private boolean tell(long nanoTime) {
      double now = claimAt(nanoTime);
      if (Math.abs(now - told) <= DRIFT * told) {
        return false;
      }
      told = now;
      return true;
    }

    private double claimAt(long nanoTime) {
      bring(nanoTime);
      return (used + running * AHEAD_SECONDS) / weight;
    }

    Set<Line> lines() {
      return lines;
    }

    boolean isCapped() {
      return tasks >= policy.mostTasks() || cores >= policy.mostCores();
    }

    double running() {
      return running;
    }

    int tasks() {
      return tasks;
    }

    private void count(double share, int moreCores, int times, long nanoTime) {
      bring(nanoTime);
      running = Math.max(0, running + times * share);
      tasks += times;
      cores += times * moreCores;
      if (tasks == 0) {
        running = 0; // nothing runs: no rest of rounding either
      }
      told = Math.max(told, claimAt(nanoTime));
    }
  }

  Party account(String owner) {
    return accounts.computeIfAbsent(owner, o -> new Party(policy.weight(o)));
  }

  Party project(String owner, String project) {
    return account(owner)
        .projects
        .computeIfAbsent(project, p -> new Party(policy.weight(owner + "/" + project)));
  }

  /**
   * Counts a task that went to a node, or came back from it. A claim that grows is told at once,
   * one that shrinks with the next round.
   *
   * @param times 1 or -1
   */
  void count(Shape shape, double share, int times, long nanoTime) {
    Party account = account(shape.owner());
    int cores = shape.resources().cores();
    account.count(share, cores, times, nanoTime);
    project(shape.owner(), shape.project()).count(share, cores, times, nanoTime);
  }

  /** Brings all claims up to date; returns whether any has moved. */
  boolean tellAll(long nanoTime) {
    boolean moved = false;
    for (Party account : accounts.values()) {
      moved = account.tell(nanoTime) || moved;
      for (Party project : account.projects.values()) {
        moved = project.tell(nanoTime) || moved;
      }
    }
    return moved && policy.fair();
  }

  /** What an account's project had used when that was last kept. */
  void restore(String owner, String project, double used, long nanoTime) {
    for (Party party : List.of(account(owner), project(owner, project))) {
      party.bring(nanoTime);
      party.used += used;
    }
  }

  /** Hands over what each project has used until now. */
  void each(long nanoTime, Usage usage) {
    accounts.forEach(
        (owner, account) ->
            account.projects.forEach(
                (project, party) -> {
                  party.bring(nanoTime);
                  usage.used(owner, project, party.used);
                }));
  }

  /** Hears what a project has used. */
  interface Usage {
    void used(String owner, String project, double used);
  }
}
