package io.gridmill.grid.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  /** A number that is written, or read where the input is null. */
  private static final Model<Integer, Integer, Integer> REGISTER =
      new Model<>() {
        @Override
        public Integer initial() {
          return 0;
        }

        @Override
        public @Nullable Integer step(Integer state, Integer input, @Nullable Integer output) {
          if (input >= 0) {
            return input;
          }
          return output == null || output.equals(state) ? state : null;
        }
      };

  private static final int READ = -1;
  private final List<Operation<Integer, Integer>> calls = new ArrayList<>();

  private void write(int value, long called, long returned) {
    calls.add(
        new Operation<>("w", value, returned == Operation.NEVER ? null : 0, called, returned));
  }

  private void read(int value, long called, long returned) {
    calls.add(new Operation<>("r", READ, value, called, returned));
  }

  private boolean holds() {
    return Linearizability.check(REGISTER, calls).isEmpty();
  }

  @Test
  void explainsAReadThatSawAWriteWhichWasUnderWay() {
    write(1, 0, 10);
    read(1, 2, 3);
    read(1, 4, 5);
    assertThat(holds()).isTrue();
  }

  @Test
  void findsAReadThatIsOlderThanOneBefore() {
    write(1, 0, 10);
    read(1, 2, 3);
    read(0, 4, 5);
    assertThat(holds()).isFalse();
  }

  @Test
  void findsAReadThatMissesAWriteWhichWasAnswered() {
    write(1, 0, 1);
    read(0, 2, 3);
    assertThat(holds()).isFalse();
  }

  @Test
  void letsACallWithoutAnAnswerHaveHappenedAtAnyTimeOrNever() {
    write(1, 0, Operation.NEVER);
    read(0, 1, 2);
    assertThat(holds()).isTrue();
    read(1, 7, 8);
    assertThat(holds()).isTrue();
    read(0, 9, 10);
    assertThat(holds()).isFalse();
  }

  @Test
  void findsThatTwoReadersSawTwoWritesInDifferentOrders() {
    write(1, 0, 20);
    write(2, 0, 20);
    read(1, 1, 2);
    read(2, 3, 4);
    assertThat(holds()).isTrue();
    read(1, 5, 6);
    assertThat(holds()).isFalse();
  }
}
