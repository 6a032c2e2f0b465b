package io.gridmill.grid.resource;

import io.gridmill.job.ByteSize;
import java.util.HashMap;
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
  private static final String OWNER = "owner";

  public Offer {
    devices = List.copyOf(devices);
    attributes = Map.copyOf(attributes);
  }

  /** Whose node it is: what its label {@code owner} says; a node without one is its own. */
  public String owner() {
    return attributes.getOrDefault(OWNER, name);
  }

  /** The same offer with another value of an attribute. */
  public Offer with(String attribute, String value) {
    Map<String, String> all = new HashMap<>(attributes);
    all.put(attribute, value);
    return new Offer(memberId, name, cores, memory, devices, all);
  }
}
