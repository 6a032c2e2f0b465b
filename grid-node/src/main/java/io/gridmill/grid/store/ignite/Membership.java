package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Cluster.MemberChange;
import io.gridmill.grid.store.Member;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;

/**
 * Follows Ignite's discovery. To a client that loses the grid all members have left, itself
 * included; when it is back, which is under another id, all have joined.
 */
final class Membership implements AutoCloseable {
  private static final int[] EVENTS = {
    EventType.EVT_NODE_JOINED,
    EventType.EVT_NODE_LEFT,
    EventType.EVT_NODE_FAILED,
    EventType.EVT_CLIENT_NODE_DISCONNECTED,
    EventType.EVT_CLIENT_NODE_RECONNECTED
  };

  private final Ignite ignite;
  private final Consumer<MemberChange> told;
  private final Map<String, Member> known = new LinkedHashMap<>();
  private final IgnitePredicate<Event> listener = this::happened;

  /** Tells of all changes from now on, in order, on Ignite's own thread. */
  Membership(Ignite ignite, Consumer<MemberChange> told) {
    this.ignite = ignite;
    this.told = told;
    synchronized (this) {
      ignite.events().localListen(listener, EVENTS);
      now(ignite).forEach(member -> known.put(member.id(), member));
    }
  }

  /** The members that are there, oldest first. */
  static List<Member> now(Ignite ignite) {
    return ignite.cluster().nodes().stream()
        .sorted(Comparator.comparingLong(ClusterNode::order))
        .map(Attributes::member)
        .toList();
  }

  private synchronized boolean happened(Event event) {
    switch (event.type()) {
      case EventType.EVT_CLIENT_NODE_DISCONNECTED ->
          List.copyOf(known.values()).forEach(this::left);
      case EventType.EVT_CLIENT_NODE_RECONNECTED -> now(ignite).forEach(this::joined);
      case EventType.EVT_NODE_JOINED ->
          joined(Attributes.member(((DiscoveryEvent) event).eventNode()));
      default -> left(Attributes.member(((DiscoveryEvent) event).eventNode()));
    }
    return true;
  }

  private void joined(Member member) {
    if (known.put(member.id(), member) == null) {
      told.accept(new MemberChange(member, false));
    }
  }

  private void left(Member member) {
    if (known.remove(member.id()) != null) {
      told.accept(new MemberChange(member, true));
    }
  }

  @Override
  public void close() {
    ignite.events().stopLocalListen(listener, EVENTS);
  }
}
