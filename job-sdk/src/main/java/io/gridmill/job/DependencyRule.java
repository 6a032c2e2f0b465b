package io.gridmill.job;

/** When a task that depends on others is queued, and when it can never be. */
public enum DependencyRule {
  /** When all of them have succeeded; it fails as soon as one ends otherwise. The default. */
  ALL_SUCCEEDED,
  /** When one of them has succeeded; it fails when all have ended otherwise. */
  ANY_SUCCEEDED,
  /** When one of them has failed or expired; it is cancelled when all have ended otherwise. */
  ANY_FAILED,
  /** When all of them have ended, whatever way. */
  ALL_ENDED
}
