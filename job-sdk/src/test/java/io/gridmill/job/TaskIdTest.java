package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {
  private static final long YEAR_10889 = (1L << 48) - 1;

  @Property
  void sortsRandomIdsByTime(
      @ForAll @LongRange(max = YEAR_10889) long earlier,
      @ForAll @LongRange(max = YEAR_10889) long later,
      @ForAll long seed) {
    Random random = new Random(seed);
    TaskId a = TaskId.random(at(earlier), random);
    TaskId b = TaskId.random(at(later), random);
    if (earlier != later) {
      assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Long.compare(earlier, later));
    }
    assertThat(new TaskId(a.toString())).isEqualTo(a);
  }

  @Test
  void makesDifferentIdsAtTheSameTime() {
    SplittableRandom random = new SplittableRandom(5);
    List<TaskId> ids =
        IntStream.range(0, 10_000).mapToObj(i -> TaskId.random(at(1_000), random)).toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void derivesTheSameIdFromTheSameKey() {
    assertThat(TaskId.derived("me", "first")).hasToString("3ygn2zcja27zr7cbs918865ynd");
    List<TaskId> ids = new ArrayList<>();
    for (String owner : List.of("me", "mefirst", "", "you")) {
      for (String key : List.of("first", "", "second")) {
        ids.add(TaskId.derived(owner, key));
      }
    }
    assertThat(ids).doesNotHaveDuplicates().contains(TaskId.derived("you", "second"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789abcdefghjkmnpqr",
        "0123456789abcdefghjkmnpqrst",
        "0123456789abcdefghijkmnpqr",
        "0123456789ABCDEFGHJKMNPQRS",
        "0123456789abcdefghjkmnpqr\n",
        "../../etc/passwd0123456789"
      })
  void refusesWhatIsNoId(String text) {
    assertThatThrownBy(() -> new TaskId(text))
        .isInstanceOf(GridException.class)
        .hasMessage("task id: " + text + " (expected: 26 characters of 0-9 a-z without i l o u)");
  }

  private static InstantSource at(long millis) {
    return () -> Instant.ofEpochMilli(millis);
  }
}
