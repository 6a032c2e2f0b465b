package io.gridmill.job.client;

import io.gridmill.job.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * A GPU of a node.
 *
 * @param backend what drives it, such as {@code opencl}, {@code ptx} or {@code jvm}
 */
public record DeviceView(
    String id,
    String model,
    @Nullable ByteSize memory,
    @Nullable String backend,
    @Nullable String vendor) {}
