package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * What a task needs of the node that runs it, while it runs.
 *
 * @param cores processor cores; default 1
 * @param memory the limit of the worker's heap (Java) or memory (command); default 512 MiB
 * @param devices whole GPUs; default 0
 * @param deviceMemory the least memory that each of these GPUs must have; default 0
 * @param deviceShare the share of one GPU that a small job takes, more than 0 to 1; default 1, a
 *     whole one. A share of a GPU brings the same share of its memory
 */
public record ResourceRequest(
    int cores, ByteSize memory, int devices, ByteSize deviceMemory, double deviceShare) {
  /** One core, 512 MiB, no GPU. */
  public static final ResourceRequest DEFAULT = new ResourceRequest(0, null, 0, null, 0);

  public ResourceRequest(
      int cores,
      @Nullable ByteSize memory,
      int devices,
      @Nullable ByteSize deviceMemory,
      double deviceShare) {
    this.cores = cores == 0 ? 1 : cores;
    this.memory = memory == null ? ByteSize.ofMiB(512) : memory;
    this.devices = devices;
    this.deviceMemory = deviceMemory == null ? new ByteSize(0) : deviceMemory;
    this.deviceShare = deviceShare == 0 ? 1 : deviceShare;
    if (this.cores < 1 || this.cores > 4096) {
      throw GridException.invalid("resources.cores", cores, "1 to 4096");
    }
    if (this.memory.compareTo(ByteSize.ofMiB(16)) < 0) {
      throw GridException.invalid("resources.memory", memory, "16MiB or more");
    }
    if (devices < 0 || devices > 1024) {
      throw GridException.invalid("resources.devices", devices, "0 to 1024");
    }
    if (!(this.deviceShare > 0 && this.deviceShare <= 1)) {
      throw GridException.invalid("resources.deviceShare", deviceShare, "more than 0, at most 1");
    }
    if (this.deviceShare < 1 && devices != 1) {
      throw GridException.invalid(
          "resources.deviceShare", deviceShare, "1, unless resources.devices is 1");
    }
  }

  /** Cores and memory, and no GPU. */
  public static ResourceRequest of(int cores, @Nullable ByteSize memory) {
    return new ResourceRequest(cores, memory, 0, null, 0);
  }
}
