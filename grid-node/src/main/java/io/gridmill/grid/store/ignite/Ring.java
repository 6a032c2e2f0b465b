package io.gridmill.grid.store.ignite;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes with rows can be joined. A client is told of one at its start; when that one dies
 * it has to know another, or it is lost although the grid is not.
 */
final class Ring {
  /** The attribute by which a node says where it is joined, {@code host:port}. */
  static final String ADDRESS = "gridmill-discovery";

  private Ring() {}

  /** Adds the addresses of all nodes that there are, and of those that come. */
  static void learn(Ignite client, TcpDiscoveryVmIpFinder addresses) {
    IgnitePredicate<DiscoveryEvent> listener =
        event -> {
          add(event.topologyNodes(), addresses);
          return true;
        };
    client.events().localListen(listener, EventType.EVT_NODE_JOINED);
    add(client.cluster().nodes(), addresses);
  }

  private static void add(Collection<ClusterNode> nodes, TcpDiscoveryVmIpFinder addresses) {
    List<InetSocketAddress> known = nodes.stream().flatMap(Ring::addressOf).toList();
    if (!known.isEmpty()) {
      addresses.registerAddresses(known);
    }
  }

  /** Where a node is joined; nothing for a client. */
  static Stream<InetSocketAddress> addressOf(ClusterNode node) {
    @Nullable String address = node.attribute(ADDRESS);
    return address == null ? Stream.of() : Stream.of(address(address));
  }

  /** The address of {@code host:port}. */
  static InetSocketAddress address(String address) {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
