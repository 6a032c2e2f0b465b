package io.gridmill.job.client;

import java.time.Instant;

/**
 * The body that a webhook receives. It comes with the headers {@code Gridmill-Delivery} (the id),
 * {@code Gridmill-Timestamp} (Unix seconds) and {@code Gridmill-Signature}: {@code v1=} and the
 * hexadecimal HMAC-SHA256 of timestamp, a dot and the body under the account's secret.
 *
 * @param id the delivery's id: the same one may come more than once
 * @param task the change
 * @param at when it happened
 */
public record WebhookCall(String id, TaskEventView task, Instant at) {}
