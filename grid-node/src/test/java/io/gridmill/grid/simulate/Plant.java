package io.gridmill.grid.simulate;

import io.gridmill.grid.schedule.SchedulingPolicy;
import java.util.Set;

/**
 * What is wrong in a world on purpose, so that it is seen to be found.
 *
 * @param carrier carries out changes, perhaps wrongly
 * @param policy how the scheduler decides
 * @param flaws what else is wrong
 */
record Plant(SimulatedStore.Carrier carrier, SchedulingPolicy policy, Set<Plant.Flaw> flaws) {
  /** Nothing is wrong. */
  static final Plant NONE = of(SimulatedStore.Carrier.FAITHFUL);

  /** What can be wrong with all but changes. */
  enum Flaw {
    /** Writers are answered though what they wrote may still be lost. */
    ANSWERS_BEFORE_IT_SYNCS,
    /** What is refused for want of room is kept all the same. */
    KEEPS_WHAT_IT_REFUSES,
    /** A node that once was short of room is never said to have room again. */
    STAYS_FULL
  }

  static Plant of(SimulatedStore.Carrier carrier) {
    return new Plant(carrier, SchedulingPolicy.FAIR, Set.of());
  }

  static Plant of(Flaw flaw) {
    return new Plant(SimulatedStore.Carrier.FAITHFUL, SchedulingPolicy.FAIR, Set.of(flaw));
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }
}
