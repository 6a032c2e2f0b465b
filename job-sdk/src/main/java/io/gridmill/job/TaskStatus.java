package io.gridmill.job;

/** Where a task stands, in one word. */
public enum TaskStatus {
  /** Accepted, and waiting for other tasks to end. */
  WAITING,
  /** Ready to run, and waiting for a node that fits. */
  QUEUED,
  /** Given to a node that has not started it yet. */
  ASSIGNED,
  /** Being worked on. */
  RUNNING,
  /** Held by its owner; resumes where it stood. */
  PAUSED,
  /** Ended with a result. */
  SUCCEEDED,
  /** Ended with an error, after all its attempts. */
  FAILED,
  /** Ended by its owner, or by a task that it depended on. */
  CANCELLED,
  /** Ended because it waited longer than its queue limit. */
  EXPIRED;

  /** Whether the task has ended, for good. */
  public boolean isTerminal() {
    return compareTo(SUCCEEDED) >= 0;
  }
}
