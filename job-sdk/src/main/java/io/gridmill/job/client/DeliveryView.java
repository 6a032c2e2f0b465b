package io.gridmill.job.client;

import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification on its way to a webhook.
 *
 * @param id its id, the same at every try; receivers may use it to drop a second one
 * @param task the task that changed
 * @param status what it changed to
 * @param tries how often it was tried
 * @param lastError what came of the last try; null if it was not tried or arrived
 * @param nextAt when it is tried next; null if never again
 */
public record DeliveryView(
    String id,
    TaskId task,
    URI url,
    TaskStatus status,
    int tries,
    @Nullable String lastError,
    @Nullable Instant nextAt,
    State state) {
  /** How a notification stands. */
  public enum State {
    /** Will be tried, or tried again. */
    PENDING,
    /** Its receiver answered with success. */
    DELIVERED,
    /** Given up; tried again only on request. */
    DEAD
  }
}
