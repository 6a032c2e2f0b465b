package io.gridmill.worker.tornado;

/**
 * A device, as TornadoVM sees it.
 *
 * @param backend how it is reached, such as {@code opencl} or {@code ptx}
 * @param platform whose driver it is
 * @param memory in bytes
 * @param units how many of its parts compute at a time
 * @param groupSize the most indices that one group may have
 */
record TornadoDevice(
    String backend, String platform, String model, long memory, int units, long groupSize) {}
