package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Gathering;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Table;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterGroup;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgnitePredicate;

/** The members of a grid of Ignite nodes, as one of them sees it. */
public final class IgniteCluster implements Cluster {
  private static final int[] CHANGES = {
    EventType.EVT_NODE_JOINED, EventType.EVT_NODE_LEFT, EventType.EVT_NODE_FAILED
  };

  private final Ignite ignite;
  private final LocalNode node;
  private final List<Gathering<MemberChange>> listeners = new CopyOnWriteArrayList<>();
  private final IgnitePredicate<Event> discovery = this::changed;

  IgniteCluster(Ignite ignite, LocalNode node) {
    this.ignite = ignite;
    this.node = node;
    ignite.events().localListen(discovery, CHANGES);
  }

  @Override
  public Member self() {
    return Attributes.member(ignite.cluster().localNode());
  }

  @Override
  public List<Member> members() {
    return ignite.cluster().nodes().stream()
        .sorted(Comparator.comparingLong(ClusterNode::order))
        .map(Attributes::member)
        .toList();
  }

  @Override
  public Table.Subscription onChange(Consumer<MemberChange> listener) {
    Gathering<MemberChange> gathering =
        new Gathering<>("members-" + ignite.name(), changes -> changes.forEach(listener));
    listeners.add(gathering);
    return () -> {
      listeners.remove(gathering);
      gathering.close();
    };
  }

  private boolean changed(Event event) {
    if (event instanceof DiscoveryEvent change && !listeners.isEmpty()) {
      Member member = Attributes.member(change.eventNode());
      boolean left = event.type() != EventType.EVT_NODE_JOINED;
      listeners.forEach(gathering -> gathering.add(new MemberChange(member, left)));
    }
    return true;
  }

  @Override
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    node.topics().serve(topic, handler);
  }

  @Override
  public <Q, A> CompletableFuture<A> ask(String memberId, Topic<Q, A> topic, Q message) {
    byte[] question = Wire.bytes(message);
    CompletableFuture<A> answer = new CompletableFuture<>();
    try {
      ClusterGroup asked = ignite.cluster().forNodeId(UUID.fromString(memberId));
      IgniteFuture<RowAnswer> sent =
          ignite.compute(asked).withNoFailover().callAsync(new Question(topic.name(), question));
      sent.listen(done -> complete(answer, done, memberId, topic));
    } catch (RuntimeException e) {
      answer.completeExceptionally(gone(memberId, e));
    }
    return answer;
  }

  private static <A> void complete(
      CompletableFuture<A> answer,
      IgniteFuture<RowAnswer> done,
      String memberId,
      Topic<?, A> topic) {
    try {
      answer.complete(done.get().get(topic.answer()));
    } catch (GridException e) {
      answer.completeExceptionally(e);
    } catch (RuntimeException e) {
      answer.completeExceptionally(gone(memberId, e));
    }
  }

  private static GridException gone(String memberId, Throwable cause) {
    return new GridException(
        ErrorCode.UNAVAILABLE,
        "member " + memberId + " cannot be reached: " + cause.getMessage(),
        cause);
  }

  @Override
  public void singleton(String name, Member.Role role, Singleton service) {
    if (!Attributes.roles(ignite.cluster().localNode()).contains(role)) {
      return;
    }
    node.singletons().offer(name, service);
    RoleFilter holders = RoleFilter.of(role);
    Faults.guard(
        "deploying " + name,
        () ->
            ignite
                .services(ignite.cluster().forPredicate(holders))
                .deployClusterSingleton(name, new SingletonService(name)));
  }

  @Override
  public Optional<Member> holder(String singleton) {
    return ignite.services().serviceDescriptors().stream()
        .filter(service -> service.name().equals(singleton))
        .flatMap(service -> service.topologySnapshot().keySet().stream())
        .map(ignite.cluster()::node)
        .filter(Objects::nonNull)
        .map(Attributes::member)
        .findFirst();
  }

  void close() {
    ignite.events().stopLocalListen(discovery, CHANGES);
    listeners.forEach(Gathering::close);
  }
}
