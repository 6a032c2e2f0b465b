package io.gridmill.grid.delivery;

import io.gridmill.job.client.DeliveryView;
import io.gridmill.job.client.DeliveryView.State;
import io.gridmill.job.client.WebhookCall;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification, as it stands.
 *
 * @param owner whose secret signs the call
 * @param call what the receiver gets
 * @param tries how many tries were begun since it was owed or retried by hand
 * @param nextAt when the next try is due; while a try runs, when its lease ends; null once settled
 * @param lastError what came of the last try that failed
 * @param settledAt when it arrived or was given up
 */
public record Delivery(
    String owner,
    URI url,
    WebhookCall call,
    State state,
    int tries,
    @Nullable Instant nextAt,
    @Nullable String lastError,
    @Nullable Instant settledAt) {
  /** How often a notification is tried before it is given up. */
  public static final int MAX_TRIES = 12;

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int LONGEST_ERROR = 500;

  static Delivery owed(NewDelivery owed, Instant now) {
    return new Delivery(
        owed.owner(),
        owed.url(),
        new WebhookCall(owed.id(), owed.event(), owed.at()),
        State.PENDING,
        0,
        now,
        null,
        null);
  }

  public String id() {
    return call.id();
  }

  /** How long to wait after this many failed tries: a second, then twice as long each time. */
  static Duration waitAfter(int tries) {
    Duration wait = Duration.ofSeconds(1L << Math.min(tries - 1, 12));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  boolean isDueAt(Instant now) {
    return nextAt != null && !nextAt.isAfter(now);
  }

  /** The next try begins, and nobody else begins one until the lease ends. */
  Delivery claimed(Instant leaseEnd) {
    return new Delivery(owner, url, call, State.PENDING, tries + 1, leaseEnd, lastError, null);
  }

  Delivery delivered(Instant now) {
    return new Delivery(owner, url, call, State.DELIVERED, tries, null, null, now);
  }

  Delivery failed(String error, Instant now) {
    String shown = error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    return tries >= MAX_TRIES
        ? new Delivery(owner, url, call, State.DEAD, tries, null, shown, now)
        : new Delivery(
            owner, url, call, State.PENDING, tries, now.plus(waitAfter(tries)), shown, null);
  }

  Delivery retried(Instant now) {
    return new Delivery(owner, url, call, State.PENDING, 0, now, lastError, null);
  }

  public DeliveryView view() {
    return new DeliveryView(
        id(), call.task().id(), url, call.task().status(), tries, lastError, nextAt, state);
  }
}
