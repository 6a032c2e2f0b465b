/**
 * A grid in the test's own process.
 *
 * {@snippet :
 * class WordCountTest {
 *   @AutoClose private final LocalGrid grid = LocalGrid.create();
 *
 *   @Test
 *   void countsWords() {
 *     var counts = grid.run(WordCount.class, new WordCount.Text("to be or not to be", 2));
 *     assertEquals(Map.of("be", 2, "to", 2), counts.byWord());
 *     assertEquals(List.of("2 words"), grid.lastRun().logTexts());
 *   }
 *
 *   @Test
 *   void comesCloseToPi() {
 *     grid.sharedInput(1000);
 *     assertEquals(Math.PI, grid.reduce(Pi.class, 1000), 0.01);
 *   }
 *
 *   @Test
 *   void resumesWhereTheNodeWasLost() {
 *     grid.loseNodeAtCheckpoint(3);
 *     grid.run(Training.class, new Training.Config(10));
 *     assertEquals(2, grid.lastRun().attempts());
 *   }
 * }
 * }
 *
 * <p>The same code as on a node checks the class, reads the input and writes the result.
 */
@NullMarked
package io.gridmill.job.testing;

import org.jspecify.annotations.NullMarked;
