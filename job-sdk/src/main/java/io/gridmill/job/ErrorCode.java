package io.gridmill.job;

/**
 * What went wrong, as a word that programs may rely on. Codes of requests carry the HTTP status
 * that the gateway answers with; codes of tasks (status 0) end or retry an attempt.
 */
public enum ErrorCode {
  /** A field of the request is missing, malformed or out of range. */
  INVALID_ARGUMENT(400, false),
  /** No credentials, or wrong ones. */
  UNAUTHENTICATED(401, false),
  /** The caller is known, and may not do this. */
  FORBIDDEN(403, false),
  /** No such path, node or other thing. */
  NOT_FOUND(404, false),
  /** No such task, or not the caller's. */
  TASK_NOT_FOUND(404, false),
  /** No such artifact. */
  ARTIFACT_NOT_FOUND(404, false),
  /** The path is there, the method is not. */
  METHOD_NOT_ALLOWED(405, false),
  /** The task's state does not allow this, or another request was first. */
  CONFLICT(409, false),
  /** The task has not ended, so there is no result yet. */
  RESULT_NOT_READY(409, false),
  /** An idempotency key came a second time with a different task. */
  IDEMPOTENCY_MISMATCH(422, false),
  /** The request is larger than this gateway takes. */
  TOO_LARGE(413, false),
  /** The body's media type is none that this path reads. */
  UNSUPPORTED_MEDIA_TYPE(415, false),
  /** The content does not hash to the digest that was promised. */
  DIGEST_MISMATCH(422, false),
  /** Too many requests; try again after the time in {@code Retry-After}. */
  RATE_LIMITED(429, true),
  /** The grid cannot take this now; try again. */
  UNAVAILABLE(503, true),
  /** This part of the grid sees too few core nodes to keep anything; try again. */
  NO_QUORUM(503, true),
  /** There is no room left to keep this; try again when there is. */
  STORAGE_FULL(507, true),
  /** A defect of the grid; the answer carries a trace id to report. */
  INTERNAL(500, true),

  /** The job's own code threw an exception. */
  JOB_FAILED(0, false),
  /** Some items of an array failed; the others' results are kept. */
  ITEMS_FAILED(0, false),
  /** The job ended its own process, by {@code System.exit} or the like. */
  JOB_EXITED(0, false),
  /** A command ended with an exit code other than zero. */
  COMMAND_FAILED(0, false),
  /** The worker process died by a signal or an unexpected exit. */
  WORKER_CRASHED(0, true),
  /** The worker could not be started on its node. */
  WORKER_START_FAILED(0, true),
  /** The job used up the memory that it asked for. */
  OUT_OF_MEMORY(0, false),
  /** The attempt ran longer than its time limit. */
  TIME_LIMIT(0, false),
  /** The job wrote more to its output than a task may. */
  OUTPUT_LIMIT(0, false),
  /** A file of the job's class path is no readable jar. */
  BAD_JAR(0, false),
  /** The job's class is not in its jars, or is no job. */
  BAD_JOB_CLASS(0, false),
  /** The input is not what the job's input type reads. */
  BAD_INPUT(0, false),
  /** The command did not write an output that it had named. */
  OUTPUT_MISSING(0, false),
  /** A device computed something else than the JVM does, for a sample of a kernel's indices. */
  KERNEL_MISMATCH(0, false),
  /** A kernel cannot be run, or not be run exactly, on the device of its task. */
  KERNEL_REFUSED(0, false),
  /** A kernel's arrays do not fit into the memory of its device. */
  DEVICE_OUT_OF_MEMORY(0, false),
  /** A task asked for a device, and its node cannot reach it. */
  DEVICE_UNAVAILABLE(0, true),
  /** Too few of a task's replicas agreed on its result. */
  REPLICAS_DISAGREE(0, false),
  /** The node does not run this kind of work. */
  NOT_ALLOWED_ON_NODE(0, false),
  /** An artifact of the task could not be fetched. */
  FETCH_FAILED(0, true),
  /** The node left the grid, or fell silent. */
  NODE_LOST(0, true),
  /** A task that this one depends on did not succeed. */
  DEPENDENCY_FAILED(0, false),
  /** The task waited longer than its queue limit. */
  QUEUE_LIMIT(0, false);

  private final int httpStatus;
  private final boolean retryable;

  ErrorCode(int httpStatus, boolean retryable) {
    this.httpStatus = httpStatus;
    this.retryable = retryable;
  }

  /** The HTTP status that the gateway answers with; 0 for codes of tasks. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Whether the same again may well succeed. */
  public boolean retryable() {
    return retryable;
  }
}
