package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ErrorCode;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private final Quarantine quarantine = new Quarantine();
  private long now = TimeUnit.HOURS.toNanos(1);

  private void after(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private boolean barred() {
    return quarantine.bars("n1", now);
  }

  @Test
  void letsANodeLeaveOnce() {
    quarantine.left("n1", now);
    assertThat(barred()).isFalse();
  }

  @Test
  void barsANodeThatFlapsTwiceAsLongEachTime() {
    quarantine.left("n1", now);
    for (long seconds = Quarantine.FIRST_SECONDS; seconds < 100; seconds *= 2) {
      quarantine.left("n1", now);
      after(seconds - 1);
      assertThat(barred()).isTrue();
      after(2);
      assertThat(barred()).isFalse();
    }
    assertThat(quarantine.bars("n2", now)).isFalse();
  }

  @Test
  void neverBarsForLongerThanItsLongest() {
    for (int i = 0; i < 100; i++) {
      quarantine.left("n1", now);
    }
    assertThat(quarantine.reasons(now))
        .isEqualTo(Map.of("n1", "gets no work for 300 s: it left 100 times"));
    after(Quarantine.LONGEST_SECONDS + 1);
    assertThat(barred()).isFalse();
  }

  @Test
  void barsANodeOnWhichWorkOfSeveralAccountsBreaksInARow() {
    for (int i = 0; i < 10; i++) {
      quarantine.broke("n1", "ann", ErrorCode.WORKER_CRASHED, now);
    }
    assertThat(barred()).as("it may be ann's job").isFalse();
    quarantine.broke("n1", "bob", ErrorCode.JOB_FAILED, now);
    assertThat(barred()).as("it is bob's job").isFalse();
    quarantine.worked("n1");
    quarantine.broke("n1", "bob", ErrorCode.WORKER_CRASHED, now);
    quarantine.broke("n1", "ann", ErrorCode.WORKER_CRASHED, now);
    assertThat(barred()).as("not often enough").isFalse();
    quarantine.broke("n1", "ann", ErrorCode.WORKER_CRASHED, now);
    assertThat(barred()).isTrue();
  }

  @Test
  void forgivesWhatIsLongAgo() {
    quarantine.left("n1", now);
    quarantine.left("n1", now);
    after(Quarantine.FORGIVEN_SECONDS + Quarantine.FIRST_SECONDS + 1);
    quarantine.left("n1", now);
    assertThat(barred()).isFalse();
    after(Quarantine.FORGIVEN_SECONDS + 1);
    assertThat(quarantine.reasons(now)).isEmpty();
  }
}
