package io.gridmill.grid.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds of a ledger, whatever its rows are kept in; each test has accounts of its own. */
interface LedgerContract {
  Instant AT = Instant.parse("2026-11-01T12:00:00.5Z");

  /** A unit an hour. */
  long UNIT = 1_000_000;

  Tables tables();

  static TaskId task(String name) {
    return TaskId.derived("ledger", name);
  }

  static Entry entry(
      TaskId task, int attempt, @Nullable Long lease, String payer, String earner, Duration time) {
    Meter meter = new Meter(earner, UNIT, AT, AT.plus(time));
    return Entry.of(task, attempt, lease, payer, "node-1", ResourceRequest.DEFAULT, meter);
  }

  @Test
  default void chargesACauseOnceAndKeepsWhatItChargedFirst() {
    Ledger ledger = new Ledger(tables());
    TaskId task = task("once");
    Entry first = entry(task, 1, null, "ann-1", "bob-1", Duration.ofHours(1));
    ledger.append(List.of(first, first));
    ledger.append(List.of(first));
    ledger.append(List.of(entry(task, 1, null, "ann-1", "bob-1", Duration.ofHours(2))));
    assertThat(ledger.of(task)).containsExactly(first);
    assertThat(ledger.balance("ann-1")).isEqualTo(-UNIT);
    assertThat(ledger.balance("bob-1")).isEqualTo(UNIT);
  }

  @Test
  default void tellsAttemptsAndLeasesOfATaskApart() {
    Ledger ledger = new Ledger(tables());
    TaskId task = task("apart");
    List<Entry> all =
        List.of(
            entry(task, 1, null, "ann-2", "bob-2", Duration.ofMinutes(6)),
            entry(task, 2, null, "ann-2", "bob-2", Duration.ofMinutes(6)),
            entry(task, 1, 1L, "ann-2", "bob-2", Duration.ofMinutes(6)),
            entry(task, 1, 2L, "ann-2", "bob-2", Duration.ofMinutes(6)));
    ledger.append(all);
    assertThat(ledger.of(task)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(ledger.balance("ann-2")).isEqualTo(-4 * UNIT / 10);
  }

  @Test
  default void takesFromOneWhatItGivesToAnother() {
    Ledger ledger = new Ledger(tables());
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      String payer = "payer-" + i % 3;
      String earner = i % 7 == 0 ? payer : "earner-" + i % 5;
      all.add(entry(task("many " + i), 1, null, payer, earner, Duration.ofMillis(13L * i)));
    }
    ledger.append(all);
    Audit audit = ledger.audit();
    assertThat(audit.faults()).isEmpty();
    assertThat(audit.sum()).isZero();
    assertThat(audit.isClean()).isTrue();
    assertThat(audit.entries()).isGreaterThanOrEqualTo(700);
    for (String account : List.of("payer-0", "payer-2", "earner-4")) {
      long paid = sum(all.stream().filter(e -> e.payer().equals(account)).toList());
      long earned = sum(all.stream().filter(e -> e.earner().equals(account)).toList());
      assertThat(ledger.balance(account)).isEqualTo(earned - paid);
      assertThat(audit.balances()).containsEntry(account, earned - paid);
    }
    assertThat(ledger.balance("nobody")).isZero();
  }

  private static long sum(List<Entry> entries) {
    return entries.stream().mapToLong(Entry::amount).sum();
  }

  @Test
  default void chargesOnceWhatManyAppendAtTheSameTime() throws Exception {
    Ledger ledger = new Ledger(tables());
    Entry one = entry(task("raced"), 1, null, "ann-3", "bob-3", Duration.ofHours(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> calls =
          IntStream.range(0, 16)
              .mapToObj(
                  i ->
                      (Callable<Boolean>)
                          () -> {
                            ledger.append(List.of(one));
                            return true;
                          })
              .toList();
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    }
    assertThat(ledger.of(one.task())).containsExactly(one);
    assertThat(ledger.balance("bob-3")).isEqualTo(UNIT);
  }

  @Test
  default void saysWhichEntryIsWrong() {
    Ledger ledger = new Ledger(tables());
    Entry right = entry(task("right"), 1, null, "ann-4", "bob-4", Duration.ofHours(1));
    Entry more =
        new Entry(
            task("wrong"),
            1,
            null,
            "ann-4",
            "bob-4",
            "node-1",
            ResourceRequest.DEFAULT,
            AT,
            AT.plusSeconds(3600),
            UNIT,
            UNIT + 1);
    Entry elsewhere = entry(task("elsewhere"), 1, null, "ann-4", "bob-4", Duration.ofHours(1));
    ledger.append(List.of(right, more));
    Table<String, Entry> rows = tables().open(Ledger.SCHEMA);
    rows.put("another-cause", elsewhere);
    assertThat(ledger.audit().faults())
        .containsExactlyInAnyOrder(
            new Audit.Fault(
                more.cause(), "amount: 1000001 (expected: 1000000, for PT1H at 1000000 an hour)"),
            new Audit.Fault(elsewhere.cause(), "is kept under another cause"));
    assertThat(ledger.audit().isClean()).isFalse();
    rows.removeAll(List.of("another-cause", more.cause()));
    assertThat(ledger.audit().isClean()).isTrue();
  }
}
