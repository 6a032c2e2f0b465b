package io.gridmill.grid.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.simulate.Access;
import io.gridmill.grid.simulate.SimulatedTables;
import io.gridmill.grid.simulate.World;
import io.gridmill.grid.store.Member;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
  private static final ByteSize LEAST = ByteSize.ofMiB(256);
  private static final long LITTLE = LEAST.bytes() - 1;
  private static final long ENOUGH = 2 * LEAST.bytes();

  private final Member self = new Member("n-1", "n", Set.of(Member.Role.CORE), Map.of());
  private final World world = new World(1);
  private final Shortages shortages =
      new Shortages(
          new SimulatedTables(world)
              .by(
                  new Access() {
                    @Override
                    public void afterChange(String table, Object key) {
                      if (breaks) {
                        throw new GridException(ErrorCode.UNAVAILABLE, "no answer came");
                      }
                    }
                  }));
  private final DiskRoom room =
      new DiskRoom(shortages, self, Path.of("data"), LEAST, world.clock());
  private boolean breaks;

  @Test
  void saysThatThereIsTooLittleAndThatThereIsEnoughAgain() {
    room.look(LITTLE);
    assertThat(shortages.of(List.of(self))).hasSize(1);
    assertThat(shortages.of(List.of())).isEmpty();
    room.look(LEAST.bytes());
    assertThat(shortages.all()).as("a little more is wanted by then").hasSize(1);
    room.look(ENOUGH);
    assertThat(shortages.all()).isEmpty();
  }

  @Test
  void takesBackWhatWasSaidThoughNoAnswerCame() {
    breaks = true;
    assertThatThrownBy(() -> room.look(LITTLE)).hasMessageContaining("no answer came");
    breaks = false;
    room.look(ENOUGH);
    assertThat(shortages.all()).isEmpty();
  }
}
