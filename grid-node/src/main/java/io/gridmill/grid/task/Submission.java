package io.gridmill.grid.task;

/**
 * The answer to a submission.
 *
 * @param task the task that has the id now
 * @param fresh whether this submission made it; false if it was there before
 */
public record Submission(Task task, boolean fresh) {}
