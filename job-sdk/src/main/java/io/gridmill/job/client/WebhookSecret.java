package io.gridmill.job.client;

/** The secret that signs an account's webhook calls, see {@link WebhookCall}. */
public record WebhookSecret(String secret) {
  @Override
  public String toString() {
    return "WebhookSecret[secret=***]";
  }
}
