package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * An input that another task left behind: one of these.
 *
 * @param ref an artifact
 * @param json a result that is short
 * @param itemsOf the array whose items' results it is, a line each
 */
public record GivenInput(
    @Nullable ArtifactRef ref, @Nullable RawJson json, @Nullable TaskId itemsOf) {}
