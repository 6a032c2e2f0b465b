package io.gridmill.grid.simulate;

import io.gridmill.grid.schedule.SchedulingPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is checked of those who wait for much room can fail. */
class PlantedStarvationTest {
  /** The policy that ships, but for how long it waits until it keeps room for anybody. */
  private static SchedulingPolicy withPatience(double patience) {
    SchedulingPolicy fair = SchedulingPolicy.FAIR;
    return new SchedulingPolicy(
        fair.name(),
        fair.fair(),
        fair.reservations(),
        patience,
        fair.fit(),
        fair.aging(),
        fair.halfLife(),
        fair.shortFirst(),
        fair.weights(),
        fair.mostTasks(),
        fair.mostCores(),
        fair.preemptionGap());
  }

  @Test
  void findsThatALargeTaskStarves() {
    PlantedBugsTest.isPlantFound(
        () -> new Plant(SimulatedStore.Carrier.FAITHFUL, withPatience(1e9), Set.of()), "starves");
  }
}
