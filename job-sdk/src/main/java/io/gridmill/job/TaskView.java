package io.gridmill.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task stands, as the gateway shows it.
 *
 * @param version grows by one with each change of the task
 * @param attempt the attempt that runs or ran last, 1 being the first; 0 before the first
 * @param node the node of that attempt; of an array, null
 * @param progress what is done, of what; null where nothing is known
 * @param failure why it failed, or why its last attempt did
 * @param result the result of a task that succeeded, where it is small enough to show here
 * @param resultRef the result as an artifact, where it is not
 * @param outputs the named outputs that the task wrote
 * @param itemsByNode how many items of an array each node has done, by the node's name
 * @param reason why it waits, was cancelled or expired, in words
 */
public record TaskView(
    TaskId id,
    long version,
    String owner,
    TaskStatus status,
    int attempt,
    @Nullable String node,
    @Nullable Progress progress,
    Instant submittedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Failure failure,
    @Nullable RawJson result,
    @Nullable ArtifactRef resultRef,
    Map<String, ArtifactRef> outputs,
    Map<String, Long> itemsByNode,
    @Nullable String reason,
    TaskSpec spec) {}
