package io.gridmill.grid.resource;

import io.gridmill.job.ByteSize;
import java.util.List;
import java.util.Map;

/**
 * What a node offers, as it announces itself.
 *
 * @param memberId the member that the node is now
 * @param name the node's name
 * @param cores how many cores tasks may use
 * @param memory how much memory tasks may use
 * @param attributes what constraints may speak of
 */
public record Offer(
    String memberId,
    String name,
    int cores,
    ByteSize memory,
    List<Device> devices,
    Map<String, String> attributes) {
  public Offer {
    devices = List.copyOf(devices);
    attributes = Map.copyOf(attributes);
  }
}
