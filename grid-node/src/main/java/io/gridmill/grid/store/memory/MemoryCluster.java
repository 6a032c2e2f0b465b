package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Gathering;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Singletons;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Topics;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** A {@link MemoryGrid} as one of its members sees it. */
public final class MemoryCluster implements Cluster, AutoCloseable {
  private final MemoryGrid grid;
  private final Member self;
  private final Topics topics = new Topics();
  private final Singletons singletons;
  private final List<Gathering<MemberChange>> listeners = new CopyOnWriteArrayList<>();
  private final Map<Long, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  MemoryCluster(MemoryGrid grid, Member self) {
    this.grid = grid;
    this.self = self;
    this.singletons = new Singletons(self.name());
  }

  @Override
  public Member self() {
    return self;
  }

  @Override
  public List<Member> members() {
    return grid.members();
  }

  @Override
  public Table.Subscription onChange(Consumer<MemberChange> listener) {
    Gathering<MemberChange> gathering =
        new Gathering<>("members-" + self.name(), changes -> changes.forEach(listener));
    listeners.add(gathering);
    return () -> {
      listeners.remove(gathering);
      gathering.close();
    };
  }

  void changed(MemberChange change) {
    listeners.forEach(gathering -> gathering.add(change));
  }

  @Override
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    topics.serve(topic, handler);
  }

  @Override
  public <Q, A> CompletableFuture<A> ask(String memberId, Topic<Q, A> topic, Q message) {
    byte[] question = Wire.bytes(message);
    MemoryCluster asked = grid.member(memberId);
    CompletableFuture<byte[]> answer =
        asked == null
            ? CompletableFuture.failedFuture(gone(memberId))
            : asked.answer(topic.name(), question);
    return answer.thenApply(json -> Wire.readOwn(json, topic.answer()));
  }

  private CompletableFuture<byte[]> answer(String topic, byte[] question) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    asked.put(number, answer);
    if (grid.member(self.id()) == null) {
      answer.completeExceptionally(gone(self.id()));
      asked.remove(number);
      return answer;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            answer.complete(topics.answer(topic, question));
          } catch (GridException e) {
            answer.completeExceptionally(e);
          } finally {
            asked.remove(number);
          }
        });
    return answer;
  }

  private static GridException gone(String memberId) {
    return new GridException(
        ErrorCode.UNAVAILABLE, "member " + memberId + " is not there (any more)");
  }

  @Override
  public void singleton(String name, Member.Role role, Singleton service) {
    if (self.roles().contains(role)) {
      singletons.offer(name, service);
      grid.appoint(name);
    }
  }

  boolean offers(String singleton) {
    return singletons.offers(singleton);
  }

  void start(String singleton) {
    singletons.start(singleton);
  }

  @Override
  public Optional<Member> holder(String singleton) {
    return grid.holder(singleton);
  }

  /** Leaves the grid, after what this member ran for it has stopped. */
  @Override
  public void close() {
    singletons.close();
    grid.left(this);
    asked.values().forEach(answer -> answer.completeExceptionally(gone(self.id())));
    listeners.forEach(Gathering::close);
  }
}
