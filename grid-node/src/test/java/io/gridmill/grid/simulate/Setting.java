package io.gridmill.grid.simulate;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a seed says of its world: how large it is, and what goes wrong there until it heals.
 *
 * @param troubled how long faults happen
 * @param latency how long a message takes, about
 * @param faults how many faults a minute that somebody causes from outside
 * @param failedReads the share of reads of tables that fail
 * @param failedWrites the share of changes of rows that fail, half of them after they took place
 * @param crashes the share of changes of rows at which the process that makes them dies
 * @param lost the share of messages that never arrive
 * @param slow the share of messages that take a hundred times as long
 * @param kinds which faults there are
 * @param oneStaysDeaf whether one node never answers again, though it reports
 * @param oneStaysDrained whether one node is to be given nothing any more
 * @param syncsEach whether each write is synced before its writer goes on; else now and then
 * @param crowded whether many small tasks come at the end, and large ones behind them
 * @param parts in how many parts rows are lost when the power goes, if it does
 */
record Setting(
    int cores,
    int nodes,
    int clients,
    int tasksEach,
    Duration troubled,
    Duration latency,
    double faults,
    double failedReads,
    double failedWrites,
    double crashes,
    double lost,
    double slow,
    Set<Mischief.Kind> kinds,
    boolean oneStaysDeaf,
    boolean oneStaysDrained,
    boolean syncsEach,
    boolean crowded,
    int parts) {

  static Setting draw(Chance chance) {
    boolean calm = chance.is(0.1);
    return new Setting(
        chance.between(1, 3),
        chance.between(1, 4),
        chance.between(1, 3),
        chance.between(1, 8),
        Duration.ofSeconds(chance.between(5, 40)),
        chance.between(Duration.ofNanos(50_000), Duration.ofMillis(100)),
        calm ? 0 : chance.between(5, 60),
        calm || chance.is(0.6) ? 0 : 0.02,
        calm || chance.is(0.4) ? 0 : chance.of(List.of(0.005, 0.02, 0.1)),
        calm || chance.is(0.7) ? 0 : 0.003,
        calm || chance.is(0.6) ? 0 : 0.02,
        chance.is(0.5) ? 0 : 0.02,
        kinds(chance),
        chance.is(0.1),
        chance.is(0.1),
        chance.is(0.5),
        chance.is(0.1),
        chance.between(1, 6));
  }

  /** How many owners have a node that can be relied on in the end. */
  int owners() {
    return nodes - (oneStaysDeaf && nodes > 1 ? 1 : 0) - (oneStaysDrained ? 1 : 0);
  }

  private static Set<Mischief.Kind> kinds(Chance chance) {
    Set<Mischief.Kind> some = EnumSet.noneOf(Mischief.Kind.class);
    for (Mischief.Kind kind : Mischief.Kind.values()) {
      if (chance.is(0.4)) {
        some.add(kind);
      }
    }
    return some;
  }
}
