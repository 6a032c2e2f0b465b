package io.gridmill.job;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task queues, and which of the nodes that fit it would rather have.
 *
 * @param project whose share of the account it counts against; default {@code default}
 * @param deadline by when it should have ended: among the tasks of its project it stands where one
 *     would that came at the latest time at which it can start, if that is earlier than its own
 *     turn; it expires if it has not started by the deadline; null for none
 * @param expected how long it will probably run, by which small work fills holes before large
 *     reservations; default: its time limit
 * @param held whether it stays out of the queue until it is resumed; default false
 * @param preemptible whether it may be sent back to the queue, at its last checkpoint, for work of
 *     a higher priority; default false
 * @param prefer which nodes it would rather have, the first the most; none is a must
 * @param spread an attribute of nodes, such as {@code rack}, over whose values the project's tasks
 *     of one program and with the same wishes are to be spread; null for no wish
 * @param pack an attribute of nodes by whose value they are to be kept together; null for no wish
 * @param gang the tasks that must run at the same time as this one; null for none
 * @param maxPrice the most that a node may ask an hour ({@code gridmill.price}; a node without one
 *     asks nothing); null for any
 * @param minReputation the least reputation of a node, 0 to 1, which it has by its results that
 *     were compared with those of others (see {@link Replication}): 0.5 is that of a node nobody
 *     has compared, unless its owner's configuration says otherwise ({@code gridmill.reputation});
 *     null for any
 */
public record Scheduling(
    @Nullable String project,
    @Nullable Instant deadline,
    @Nullable Duration expected,
    boolean held,
    boolean preemptible,
    @Nullable List<Constraint> prefer,
    @Nullable String spread,
    @Nullable String pack,
    @Nullable Gang gang,
    @Nullable BigDecimal maxPrice,
    @Nullable Double minReputation) {
  /**
   * The attribute of nodes that says what one asks an hour, for all of it: a number from 0 to
   * 1,000,000 with at most six decimals, in the grid's unit of account.
   */
  public static final String PRICE = "gridmill.price";

  /** The project of tasks that name none. */
  public static final String DEFAULT_PROJECT = "default";

  /** First come, first served, anywhere. */
  public static final Scheduling DEFAULT =
      new Scheduling(null, null, null, false, false, null, null, null, null, null, null);

  /**
   * Tasks of one owner that start together or not at all.
   *
   * @param name what they call it, unique among the owner's gangs
   * @param size how many tasks it has, 2 to 10,000
   */
  public record Gang(String name, int size) {
    public Gang {
      if (name == null || name.isBlank() || name.length() > 200) {
        throw GridException.invalid("scheduling.gang.name", name, "1 to 200 characters");
      }
      if (size < 2 || size > 10_000) {
        throw GridException.invalid("scheduling.gang.size", size, "2 to 10000");
      }
    }
  }

  public Scheduling {
    project = project == null || project.isBlank() ? DEFAULT_PROJECT : project.strip();
    prefer = prefer == null ? List.of() : List.copyOf(prefer);
    if (project.length() > 100) {
      throw GridException.invalid("scheduling.project", project, "at most 100 characters");
    }
    if (expected != null && (expected.isZero() || expected.isNegative())) {
      throw GridException.invalid("scheduling.expected", expected, "more than PT0S");
    }
    if (prefer.size() > 10) {
      throw GridException.invalid("scheduling.prefer", prefer.size() + " wishes", "at most 10");
    }
    if (maxPrice != null && maxPrice.signum() < 0) {
      throw GridException.invalid("scheduling.maxPrice", maxPrice, "0 or more");
    }
    if (minReputation != null && !(minReputation >= 0 && minReputation <= 1)) {
      throw GridException.invalid("scheduling.minReputation", minReputation, "0 to 1");
    }
  }

  /** The project, the default one if none was named. */
  @Override
  public String project() {
    return project == null ? DEFAULT_PROJECT : project;
  }

  /** The wishes, none if there are none. */
  @Override
  public List<Constraint> prefer() {
    return prefer == null ? List.of() : prefer;
  }

  /** The same with another project. */
  public Scheduling withProject(String value) {
    return new Scheduling(
        value,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another deadline. */
  public Scheduling withDeadline(Instant value) {
    return new Scheduling(
        project,
        value,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another expected. */
  public Scheduling withExpected(Duration value) {
    return new Scheduling(
        project,
        deadline,
        value,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another held. */
  public Scheduling withHeld(boolean value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        value,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another preemptible. */
  public Scheduling withPreemptible(boolean value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        value,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another prefer. */
  public Scheduling withPrefer(List<Constraint> value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        value,
        spread,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another spread. */
  public Scheduling withSpread(String value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        value,
        pack,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another pack. */
  public Scheduling withPack(String value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        value,
        gang,
        maxPrice,
        minReputation);
  }

  /** The same with another gang. */
  public Scheduling withGang(Gang value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        value,
        maxPrice,
        minReputation);
  }

  /** The same with another maxPrice. */
  public Scheduling withMaxPrice(BigDecimal value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        value,
        minReputation);
  }

  /** The same with another minReputation. */
  public Scheduling withMinReputation(double value) {
    return new Scheduling(
        project,
        deadline,
        expected,
        held,
        preemptible,
        prefer,
        spread,
        pack,
        gang,
        maxPrice,
        value);
  }
}
