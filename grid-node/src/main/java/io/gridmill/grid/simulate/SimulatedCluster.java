package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Table;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link SimulatedRing} as one of its members sees it. */
public final class SimulatedCluster implements Cluster {
  private final SimulatedRing ring;
  private final SimulatedProcess process;
  private final Member self;
  private final Map<String, Function<Object, Object>> topics = new HashMap<>();
  private final Map<String, Singleton> offered = new LinkedHashMap<>();
  private final List<Consumer<MemberChange>> listeners = new ArrayList<>();
  private final Map<Long, Asked> asked = new LinkedHashMap<>();
  private long numbers;

  private record Asked(String member, CompletableFuture<?> answer) {}

  SimulatedCluster(SimulatedRing ring, SimulatedProcess process, Member self) {
    this.ring = ring;
    this.process = process;
    this.self = self;
  }

  public SimulatedProcess process() {
    return process;
  }

  @Override
  public Member self() {
    return self;
  }

  @Override
  public List<Member> members() {
    return ring.members();
  }

  @Override
  public Table.Subscription onChange(Consumer<MemberChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void changed(MemberChange change) {
    process.after(0, () -> List.copyOf(listeners).forEach(l -> l.accept(change)));
  }

  @Override
  public <Q, A> void serve(Topic<Q, A> topic, Function<Q, A> handler) {
    Function<Object, Object> known =
        topics.putIfAbsent(
            topic.name(), question -> handler.apply(topic.question().cast(question)));
    if (known != null) {
      throw GridException.invalid("topic", topic.name(), "one that is not served yet");
    }
  }

  @Override
  public <Q, A> CompletableFuture<A> ask(String memberId, Topic<Q, A> topic, Q message) {
    SimulatedCluster other = ring.member(memberId);
    if (other == null) {
      return CompletableFuture.failedFuture(gone(memberId));
    }
    CompletableFuture<A> answer = new CompletableFuture<>();
    long number = numbers++;
    asked.put(number, new Asked(memberId, answer));
    ring.send(self.name(), other.process, () -> other.answer(this, number, topic, message));
    return answer;
  }

  private <Q, A> void answer(SimulatedCluster asker, long number, Topic<Q, A> topic, Q message) {
    Function<Object, Object> handler = topics.get(topic.name());
    Object answer = null;
    GridException failure = null;
    if (handler == null) {
      failure = new GridException(ErrorCode.UNAVAILABLE, "topic " + topic.name() + " is unknown");
    } else {
      try {
        answer = handler.apply(message);
      } catch (GridException e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = new GridException(ErrorCode.INTERNAL, topic.name() + " failed: " + e, e);
      }
    }
    Object said = answer;
    GridException error = failure;
    ring.send(self.name(), asker.process, () -> asker.heard(number, said, error));
  }

  @SuppressWarnings("unchecked") // the topic was checked when it was asked
  private void heard(long number, @Nullable Object said, @Nullable GridException error) {
    Asked waiting = asked.remove(number);
    if (waiting != null) {
      complete((CompletableFuture<@Nullable Object>) waiting.answer(), said, error);
    }
  }

  private static void complete(
      CompletableFuture<@Nullable Object> answer,
      @Nullable Object said,
      @Nullable GridException error) {
    if (error == null) {
      answer.complete(said);
    } else {
      answer.completeExceptionally(error);
    }
  }

  /** What was asked of a member that has left is not answered any more. */
  void lost(String memberId) {
    process.after(
        0,
        () -> {
          List<Asked> unanswered = new ArrayList<>();
          asked.values().removeIf(a -> a.member().equals(memberId) && unanswered.add(a));
          unanswered.forEach(a -> a.answer().completeExceptionally(gone(memberId)));
        });
  }

  private static GridException gone(String memberId) {
    return new GridException(
        ErrorCode.UNAVAILABLE, "member " + memberId + " is not there (any more)");
  }

  @Override
  public void singleton(String name, Member.Role role, Singleton service) {
    if (self.roles().contains(role)) {
      offered.put(name, service);
      ring.appoint(name);
    }
  }

  boolean offers(String singleton) {
    return offered.containsKey(singleton);
  }

  void start(String singleton) {
    Singleton service = offered.get(singleton);
    if (service != null) {
      process.after(0, service::start);
    }
  }

  @Override
  public Optional<Member> holder(String singleton) {
    return ring.holder(singleton);
  }

  /** Leaves the grid. */
  public void leave() {
    offered.values().forEach(Singleton::stop);
    ring.left(this);
  }
}
