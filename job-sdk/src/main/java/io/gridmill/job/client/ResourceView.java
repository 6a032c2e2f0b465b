package io.gridmill.job.client;

import io.gridmill.job.ByteSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node, and what it offers.
 *
 * @param node its id
 * @param name its name, for people
 * @param roles {@code core}, {@code provider} or both
 * @param cores the processor cores that it shares
 * @param coresFree those that no task holds
 * @param memory the memory that it shares
 * @param devices its GPUs
 * @param labels what its owner says of it
 * @param attributes what constraints see, the labels included
 * @param running the attempts that run there
 * @param heartbeatAt when it was last heard of
 * @param barred why the scheduler gives it nothing for a while; null if it does
 */
public record ResourceView(
    String node,
    String name,
    List<String> roles,
    Status status,
    int cores,
    int coresFree,
    @Nullable ByteSize memory,
    List<DeviceView> devices,
    Map<String, String> labels,
    Map<String, String> attributes,
    int running,
    @Nullable Instant heartbeatAt,
    @Nullable String barred) {
  public ResourceView(
      String node,
      String name,
      @Nullable List<String> roles,
      Status status,
      int cores,
      int coresFree,
      @Nullable ByteSize memory,
      @Nullable List<DeviceView> devices,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> attributes,
      int running,
      @Nullable Instant heartbeatAt,
      @Nullable String barred) {
    this.node = node;
    this.name = name;
    this.roles = roles == null ? List.of() : List.copyOf(roles);
    this.status = status;
    this.cores = cores;
    this.coresFree = coresFree;
    this.memory = memory;
    this.devices = devices == null ? List.of() : List.copyOf(devices);
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    this.running = running;
    this.heartbeatAt = heartbeatAt;
    this.barred = barred;
  }

  /** Whether a node is heard of. */
  public enum Status {
    /** Its heartbeats come. */
    UP,
    /** They stopped: it gets no work. */
    SILENT
  }
}
