package io.gridmill.grid.simulate;

import org.junit.jupiter.api.Test;

/** What is checked of disks in simulated worlds can fail. */
class PlantedDiskBugsTest {
  @Test
  void findsThatSomebodyIsAnsweredBeforeWhatHeWroteIsSafe() {
    PlantedBugsTest.isPlantFound(
        () -> Plant.of(Plant.Flaw.ANSWERS_BEFORE_IT_SYNCS),
        "was acknowledged and is not there",
        "history");
  }

  @Test
  void findsThatWhatWasRefusedForWantOfRoomIsKept() {
    PlantedBugsTest.isPlantFound(() -> Plant.of(Plant.Flaw.KEEPS_WHAT_IT_REFUSES), "history");
  }

  @Test
  void findsThatANodeThatWasFullOnceCountsAsFullForEver() {
    PlantedBugsTest.isPlantFound(
        () -> Plant.of(Plant.Flaw.STAYS_FULL), "is short of room", "did not come to its end");
  }
}
