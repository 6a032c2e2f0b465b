package io.gridmill.grid.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.DeliveryView.State;
import io.gridmill.job.client.TaskEventView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
  private static final TaskId TASK = TaskId.derived("ann", "one");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Deliveries deliveries = new Deliveries(new MemoryTables(), now::get);

  private static NewDelivery owed(long version, int channel) {
    TaskEventView event =
        new TaskEventView(TASK, version, TaskStatus.SUCCEEDED, 1, null, null, null, null, null);
    return new NewDelivery("ann", event, channel, URI.create("http://example.test/hook"), START);
  }

  private void passes(Duration time) {
    now.set(now.get().plus(time));
  }

  private Delivery claimOne() {
    List<Delivery> claimed = deliveries.claim(10);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  @Test
  void owesTheSameCauseOnce() {
    deliveries.owe(List.of(owed(3, 0), owed(3, 1)));
    Delivery first = deliveries.claim(1).getFirst();
    deliveries.settle(List.of(Settlement.delivered(first)));
    deliveries.owe(List.of(owed(3, 0), owed(3, 1), owed(4, 0)));
    assertThat(deliveries.claim(10))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder(TASK + "-3-1", TASK + "-4-0");
    assertThat(deliveries.in(State.DELIVERED, 10))
        .extracting(Delivery::id)
        .containsExactly(first.id());
  }

  @Test
  void lendsADeliveryToOneGatewayUntilItsLeaseEnds() {
    deliveries.owe(List.of(owed(3, 0)));
    assertThat(claimOne().tries()).isEqualTo(1);
    assertThat(deliveries.claim(10)).isEmpty();
    passes(Deliveries.LEASE);
    assertThat(claimOne().tries()).isEqualTo(2);
  }

  @Test
  void givesEachDeliveryToOneOfManyThatClaim() throws Exception {
    deliveries.owe(IntStream.range(0, 200).mapToObj(i -> owed(i, 0)).toList());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Delivery>>> claims =
          IntStream.range(0, 16)
              .mapToObj(i -> (Callable<List<Delivery>>) () -> deliveries.claim(50))
              .toList();
      List<String> claimed = new ArrayList<>();
      for (Future<List<Delivery>> claim : threads.invokeAll(claims)) {
        claim.resultNow().forEach(d -> claimed.add(d.id()));
      }
      deliveries.claim(200).forEach(d -> claimed.add(d.id()));
      assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
    }
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureAndGivesUpAfterTwelve() {
    deliveries.owe(List.of(owed(3, 0)));
    List<Long> waits = new ArrayList<>();
    for (int i = 1; i < Delivery.MAX_TRIES; i++) {
      Delivery tried = claimOne();
      deliveries.settle(List.of(Settlement.failed(tried, "HTTP 500")));
      Instant next = deliveries.get(tried.id()).orElseThrow().nextAt();
      assertThat(next).isNotNull();
      waits.add(Duration.between(now.get(), next).toSeconds());
      now.set(next.minusMillis(1));
      assertThat(deliveries.claim(10)).isEmpty();
      now.set(next);
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L);
    deliveries.settle(List.of(Settlement.failed(claimOne(), "HTTP 502")));
    assertThat(deliveries.in(State.DEAD, 10))
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.tries()).isEqualTo(12);
              assertThat(dead.lastError()).isEqualTo("HTTP 502");
              assertThat(dead.nextAt()).isNull();
            });
    passes(Duration.ofDays(1));
    assertThat(deliveries.claim(10)).isEmpty();
  }

  @Test
  void neverWaitsLongerThanAnHour() {
    assertThat(Delivery.waitAfter(12)).isEqualTo(Duration.ofSeconds(2048));
    assertThat(Delivery.waitAfter(13)).isEqualTo(Duration.ofHours(1));
    assertThat(Delivery.waitAfter(100)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void dropsTheFailureOfATryThatAnotherHasOvertaken() {
    deliveries.owe(List.of(owed(3, 0)));
    Delivery slow = claimOne();
    passes(Deliveries.LEASE);
    Delivery second = claimOne();
    deliveries.settle(List.of(Settlement.failed(slow, "timed out")));
    assertThat(deliveries.get(slow.id()).orElseThrow()).isEqualTo(second);
    deliveries.settle(List.of(Settlement.delivered(slow)));
    deliveries.settle(List.of(Settlement.failed(second, "timed out")));
    assertThat(deliveries.get(slow.id()).orElseThrow().state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void retriesADeadOneFromTheStartAndNoOther() {
    deliveries.owe(List.of(owed(3, 0)));
    String id = TASK + "-3-0";
    assertRefused(ErrorCode.CONFLICT, id);
    assertRefused(ErrorCode.NOT_FOUND, "none");
    for (int i = 0; i < Delivery.MAX_TRIES; i++) {
      deliveries.settle(List.of(Settlement.failed(claimOne(), "refused")));
      passes(Duration.ofHours(1));
    }
    assertThat(deliveries.retry(id).view().state()).isEqualTo(State.PENDING);
    assertThat(claimOne().tries()).isEqualTo(1);
  }

  private void assertRefused(ErrorCode code, String id) {
    assertThatThrownBy(() -> deliveries.retry(id))
        .isInstanceOfSatisfying(GridException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void wakesThoseWhoDeliverWhenSomethingIsOwed() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    try (Table.Subscription _ = deliveries.onDue(woken::countDown)) {
      deliveries.owe(List.of(owed(3, 0)));
      assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void purgesWhatWasSettledLongAgo() {
    deliveries.owe(List.of(owed(3, 0), owed(4, 0)));
    deliveries.settle(List.of(Settlement.delivered(deliveries.claim(1).getFirst())));
    passes(Deliveries.KEEP_DELIVERED);
    assertThat(deliveries.purge()).isZero();
    passes(Duration.ofMillis(1));
    assertThat(deliveries.purge()).isEqualTo(1);
    assertThat(deliveries.in(State.PENDING, 10)).hasSize(1);
  }
}
