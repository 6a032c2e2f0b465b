package io.gridmill.gateway.notify;

import io.gridmill.job.TaskId;

/**
 * A change of a task, as it goes out to listeners.
 *
 * @param terminal whether the task has ended
 * @param json the JSON of a {@link io.gridmill.job.client.TaskEventView}; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // written once for all listeners, and never compared
public record News(TaskId task, long version, boolean terminal, byte[] json) {}
