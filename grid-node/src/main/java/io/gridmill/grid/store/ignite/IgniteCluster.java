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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterGroup;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.lang.IgniteFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a grid of Ignite nodes, as one of them sees it.
 *
 * <p>A singleton runs on the oldest member of its role, so all members of the role offer it. Each
 * member decides by itself from what Ignite's discovery tells all of them in the same order: that
 * is sooner than the service grid, which was seen not to start a singleton again after the third of
 * its holders had been killed. While a network is split there may be one on either side, until the
 * smaller side notices (see {@link Quorum}); what a singleton writes must stand that.
 */
public final class IgniteCluster implements Cluster {
  private static final Logger log = LoggerFactory.getLogger(IgniteCluster.class);

  /** Asks a member for the role whose members run a singleton; empty if it does not know. */
  private static final Topic<String, String> ROLE =
      new Topic<>("gridmill.singleton", String.class, String.class);

  private final Ignite ignite;
  private final LocalNode node;
  private final String id;
  private final Minority minority;
  private final Baseline baseline;
  private final Lineage lineage;
  private final ConcurrentMap<String, Member.Role> roles = new ConcurrentHashMap<>();
  private final Table.Subscription appointing;
  private final List<Gathering<MemberChange>> listeners = new CopyOnWriteArrayList<>();
  private final Membership membership;

  IgniteCluster(Ignite ignite, LocalNode node, Minority minority, Lineage lineage) {
    this.minority = minority;
    this.lineage = lineage;
    this.baseline = new Baseline(ignite);
    this.ignite = ignite;
    this.node = node;
    this.id = ignite.cluster().localNode().id().toString();
    node.topics().serve(ROLE, this::role);
    this.membership =
        new Membership(ignite, change -> listeners.forEach(gathering -> gathering.add(change)));
    this.appointing = onChange(this::changed);
    Faults.guard("looking at members", this::look); // who came before anybody listened
  }

  private String role(String singleton) {
    Member.Role role = roles.get(singleton);
    return role == null ? "" : role.name();
  }

  @Override
  public Member self() {
    return guarded(() -> Attributes.member(ignite.cluster().localNode()));
  }

  @Override
  public List<Member> members() {
    return guarded(() -> Membership.now(ignite));
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

  private void changed(MemberChange change) {
    try {
      appoint();
      look();
    } catch (GridException | CacheException | IgniteException | IllegalStateException e) {
      // The grid went away, or this node does; the next change finds what is left to do.
      log.debug("{}: {} could not be followed", ignite.name(), change, e);
    }
  }

  /** Does what this node has to do about those that are there now. */
  private void look() {
    if (!ignite.configuration().isClientMode()) {
      minority.look();
      baseline.look();
      lineage.look();
      LostRows.reset(ignite, lineage);
    }
  }

  private static <T> T guarded(Supplier<T> action) {
    return Faults.guarded("asking for members", action);
  }

  @Override
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    node.topics().serve(topic, handler);
  }

  @Override
  public <Q, A> CompletableFuture<A> ask(String memberId, Topic<Q, A> topic, Q message) {
    if (memberId.equals(id)) {
      return CompletableFuture.supplyAsync(
          () -> node.topics().answer(topic, message), node.handlers());
    }
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
    roles.put(name, role);
    appoint();
  }

  /**
   * Starts what this member has come to run, and stops what it no longer runs: all of it, where
   * there is no majority of the core nodes.
   */
  private void appoint() {
    boolean quorum = Quorum.has(ignite.cluster().nodes());
    roles.forEach(
        (name, role) -> {
          if (quorum && oldest(role).filter(ClusterNode::isLocal).isPresent()) {
            node.singletons().start(name);
          } else {
            node.singletons().stop(name);
          }
        });
  }

  private Optional<ClusterNode> oldest(Member.Role role) {
    return guarded(() -> oldestNow(role));
  }

  private Optional<ClusterNode> oldestNow(Member.Role role) {
    return ignite.cluster().nodes().stream()
        .filter(member -> Attributes.roles(member).contains(role))
        .min(Comparator.comparingLong(ClusterNode::order));
  }

  @Override
  public Optional<Member> holder(String singleton) {
    Member.Role role = roles.get(singleton);
    return (role == null ? askRole(singleton) : Optional.of(role))
        .flatMap(this::oldest)
        .map(Attributes::member);
  }

  /** The role of a singleton that others offer, asked of the oldest member of each role. */
  private Optional<Member.Role> askRole(String singleton) {
    for (Member.Role role : Member.Role.values()) {
      Optional<ClusterNode> asked = oldest(role).filter(member -> !member.isLocal());
      if (asked.isPresent()) {
        String id = asked.get().id().toString();
        String answer = ask(id, ROLE, singleton).exceptionally(gone -> "").join();
        if (!answer.isEmpty()) {
          return Optional.of(Member.Role.valueOf(answer));
        }
      }
    }
    return Optional.empty();
  }

  void close() {
    appointing.close();
    membership.close();
    listeners.forEach(Gathering::close);
  }
}
