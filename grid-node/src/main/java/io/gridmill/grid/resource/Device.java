package io.gridmill.grid.resource;

import io.gridmill.job.ByteSize;

/**
 * A GPU of a node.
 *
 * @param id unique in its node
 * @param backend how kernels reach it, such as {@code opencl} or {@code ptx}
 */
public record Device(String id, String model, String vendor, String backend, ByteSize memory) {}
