package io.gridmill.grid.delivery;

import io.gridmill.job.client.TaskEventView;
import java.net.URI;
import java.time.Instant;

/**
 * A change of a task that a webhook is to hear of.
 *
 * @param owner whose task it is, and whose secret signs the call
 * @param event the change; its version is the number of the event
 * @param channel which of the task's webhooks, from 0 on
 * @param url where to call
 * @param at when the change happened
 */
public record NewDelivery(String owner, TaskEventView event, int channel, URI url, Instant at) {
  /** The delivery's id: the same change and channel, the same delivery. */
  public String id() {
    return event.id() + "-" + event.version() + "-" + channel;
  }
}
