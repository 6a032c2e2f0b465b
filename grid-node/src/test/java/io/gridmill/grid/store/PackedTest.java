package io.gridmill.grid.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedTest {
  sealed interface Shape {
    record Circle(long radius) implements Shape {}

    record Square(long side, @Nullable String name) implements Shape {}

    record Point() implements Shape {}
  }

  record All(
      String text,
      long number,
      int small,
      boolean flag,
      @Nullable Long boxed,
      @Nullable Integer smallBoxed,
      Instant at,
      Duration time,
      TaskStatus status,
      TaskId id,
      RawJson json,
      ByteSize size,
      @Nullable Shape shape,
      List<Shape> shapes,
      double share,
      Map<String, Shape> named,
      List<String> words) {}

  record Before(String name, long count, String gone) {}

  record After(long count, @Nullable List<String> fresh, String name, boolean isNew) {}

  private static All all(long number, String text) {
    return new All(
        text,
        number,
        (int) number,
        number % 2 == 0,
        number,
        null,
        Instant.ofEpochSecond(number % 1_000_000_000, Math.floorMod(number, 1_000_000_000)),
        Duration.ofSeconds(number % 1_000_000, 7),
        TaskStatus.RUNNING,
        TaskId.derived("ann", text),
        new RawJson("{\"a\":" + number + "}"),
        new ByteSize(1 << 20),
        number % 3 == 0 ? null : new Shape.Square(number, text),
        List.of(new Shape.Circle(-number), new Shape.Point(), new Shape.Square(0, null)),
        number / 7.0,
        Map.of("", new Shape.Circle(1), text, new Shape.Point()),
        List.of("", text, "ü"));
  }

  @Test
  void readsWhatItWrote() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      All row = all(random.nextLong() >> random.nextInt(64), "x".repeat(1 + random.nextInt(300)));
      assertThat(Packed.read(Packed.bytes(row), All.class)).isEqualTo(row);
    }
    All large = all(1, "y".repeat(3_000_000));
    assertThat(Packed.read(Packed.bytes(large), All.class)).isEqualTo(large);
  }

  @Test
  void readsJsonOfAnEarlierRelease() {
    All row = all(17, "abc");
    assertThat(Packed.read(Wire.bytes(row), All.class)).isEqualTo(row);
  }

  @Test
  void bearsWithComponentsThatCameAndWent() {
    byte[] before = Packed.bytes(new Before("n", 5, "x".repeat(200)));
    assertThat(Packed.read(before, After.class)).isEqualTo(new After(5, null, "n", false));
    byte[] after = Packed.bytes(new After(6, List.of("a"), "m", true));
    Before read = Packed.read(after, Before.class);
    assertThat(read.name()).isEqualTo("m");
    assertThat(read.count()).isEqualTo(6);
  }

  @Test
  void refusesWhatIsDamagedAndFailsInNoOtherWay() {
    Random random = new Random(11);
    byte[] good = Packed.bytes(all(123_456, "some text"));
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = good.clone();
      bad[1 + random.nextInt(bad.length - 1)] = (byte) random.nextInt();
      byte[] cut = Arrays.copyOf(bad, 1 + random.nextInt(bad.length));
      try {
        Packed.read(cut, All.class);
      } catch (GridException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
      }
    }
    assertThatThrownBy(() -> Packed.read(Arrays.copyOf(good, good.length - 1), All.class))
        .isInstanceOf(GridException.class);
    assertThatThrownBy(() -> Packed.read(new byte[0], All.class)).isInstanceOf(GridException.class);
  }
}
