package io.gridmill.job.client;

/** What an account may do. */
public enum Role {
  /** Submits tasks, and sees its own. */
  CONSUMER,
  /** Offers nodes. */
  PROVIDER,
  /** Runs the grid: sees all tasks, and makes and revokes keys. */
  OPERATOR
}
