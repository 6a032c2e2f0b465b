package io.gridmill.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final Set<ErrorCode> OF_THE_JOB =
      EnumSet.of(
          ErrorCode.JOB_FAILED,
          ErrorCode.JOB_EXITED,
          ErrorCode.COMMAND_FAILED,
          ErrorCode.OUT_OF_MEMORY,
          ErrorCode.TIME_LIMIT);

  @Test
  void fillsInItsDefaults() {
    assertThat(RetryPolicy.DEFAULT)
        .isEqualTo(new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(1), false));
  }

  @ParameterizedTest
  @CsvSource({"1, PT1S", "2, PT2S", "3, PT4S", "6, PT32S", "7, PT1M", "100, PT1M"})
  void doublesTheWaitUpToTheLongest(int attempt, Duration wait) {
    assertThat(RetryPolicy.DEFAULT.backoffAfter(attempt)).isEqualTo(wait);
  }

  @Property
  void neverWaitsLessAfterALaterAttempt(
      @ForAll @LongRange(max = 86_400_000) long backoff,
      @ForAll @LongRange(max = 86_400_000) long more,
      @ForAll @IntRange(min = 1, max = 99) int attempt) {
    Duration longest = Duration.ofMillis(Math.min(86_400_000, backoff + more));
    RetryPolicy policy = new RetryPolicy(100, Duration.ofMillis(backoff), longest, false);
    assertThat(policy.backoffAfter(attempt + 1))
        .isBetween(policy.backoffAfter(attempt), policy.maxBackoff());
  }

  @Test
  void waitsNoLongerThanTheLongestByDefaultEither() {
    RetryPolicy policy = new RetryPolicy(0, null, Duration.ofMillis(10), false);
    assertThat(policy.backoff()).isEqualTo(Duration.ofMillis(10));
  }

  @ParameterizedTest
  @EnumSource
  void retriesTheJobsOwnErrorsOnlyWhenAsked(ErrorCode error) {
    boolean grids = error.retryable();
    assertThat(RetryPolicy.DEFAULT.retries(error, 1)).isEqualTo(grids);
    assertThat(RetryPolicy.DEFAULT.retries(error, 3)).isFalse();
    RetryPolicy always = new RetryPolicy(3, null, null, true);
    assertThat(always.retries(error, 2)).isEqualTo(grids || OF_THE_JOB.contains(error));
    assertThat(always.retries(error, 3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void refusesTooManyAttempts(int attempts) {
    assertThatThrownBy(() -> new RetryPolicy(attempts, null, null, false))
        .isInstanceOf(GridException.class)
        .hasMessage("retry.maxAttempts: " + attempts + " (expected: 1 to 100)");
  }

  @Test
  void refusesWaitsThatMakeNoSense() {
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofMinutes(2), null, false))
        .hasMessage("retry.backoff: PT2M (expected: PT0S to retry.maxBackoff, PT1M)");
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(-1), null, false))
        .hasMessage("retry.backoff: PT-1S (expected: PT0S to retry.maxBackoff, PT1M)");
    assertThatThrownBy(() -> new RetryPolicy(1, null, Duration.ofSeconds(-1), false))
        .hasMessage("retry.maxBackoff: PT-1S (expected: PT0S to PT24H)");
    assertThatThrownBy(() -> new RetryPolicy(1, null, Duration.ofSeconds(Long.MAX_VALUE), false))
        .hasMessage("retry.maxBackoff: PT2562047788015215H30M7S (expected: PT0S to PT24H)");
  }
}
