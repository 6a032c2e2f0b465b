package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  private void complete(int tasks, long nanos) {
    for (int i = 0; i < tasks; i++) {
      backlog.completed(nanos);
    }
  }

  @Test
  void opensWhileTasksComeBackQuickly() {
    complete(100, Backlog.QUICK_NANOS - 1);
    assertThat(backlog.size()).isEqualTo(100);
    complete(2 * Backlog.MOST, 1);
    assertThat(backlog.size()).isEqualTo(Backlog.MOST);
  }

  @Test
  void halvesOnceForAllThatWasOnItsWayDuringOnePause() {
    complete(400, 1);
    complete(400, Backlog.SLOW_NANOS + 1);
    assertThat(backlog.size()).isEqualTo(200);
    complete(1, Backlog.SLOW_NANOS + 1);
    assertThat(backlog.size()).isEqualTo(100);
  }

  @Test
  void staysShutForLongTasks() {
    complete(50, Backlog.SLOW_NANOS + 1);
    assertThat(backlog.size()).isZero();
    complete(1, Backlog.QUICK_NANOS);
    assertThat(backlog.size()).isZero();
  }

  @Test
  void shutsWhenATaskFails() {
    complete(10, 1);
    backlog.failed();
    assertThat(backlog.size()).isZero();
  }
}
