package io.gridmill.grid.schedule;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.Effect.Signal;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Orders.SignalOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells nodes to stop, pause and resume: one message a node at a time, so that no signal overtakes
 * an earlier one, and so that a node that does not answer holds up no other. Used by one thread.
 */
final class NodeSignals {
  private static final Logger log = LoggerFactory.getLogger(NodeSignals.class);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Cluster cluster;
  private final LongSupplier nanoTime;
  private final Map<String, Message> sent = new LinkedHashMap<>();
  private final Map<String, Set<Signal>> next = new LinkedHashMap<>();
  private @Nullable Set<String> members;

  private record Message(Set<Signal> signals, CompletableFuture<Orders.Done> answer, long at) {
    boolean heard(Signal signal) {
      return signals.contains(signal) && answer.isDone() && !answer.isCompletedExceptionally();
    }

    /** Whether another may follow; one that failed is followed after a while. */
    boolean isOver(long now) {
      return answer.isDone()
          ? !answer.isCompletedExceptionally() || now - at > AGAIN_NANOS
          : now - at > ANSWER_NANOS;
    }
  }

  NodeSignals(Cluster cluster, LongSupplier nanoTime) {
    this.cluster = cluster;
    this.nanoTime = nanoTime;
  }

  /** Whether a node has heard a signal, or has left and so has nothing to act on. */
  boolean isHeard(Signal signal) {
    String member = signal.memberId();
    Message last = sent.get(member);
    if ((last != null && last.heard(signal)) || !isThere(member)) {
      return true;
    }
    if (last == null || last.isOver(nanoTime.getAsLong())) {
      next.computeIfAbsent(member, m -> new LinkedHashSet<>()).add(signal);
    }
    return false;
  }

  private boolean isThere(String member) {
    Set<String> there = members;
    if (there == null) {
      there = cluster.members().stream().map(Member::id).collect(Collectors.toSet());
      members = there;
    }
    return there.contains(member);
  }

  /** Sends what was asked for and not heard yet. */
  void send() {
    next.forEach((member, signals) -> sent.put(member, send(member, signals)));
    next.clear();
    if (members != null) {
      sent.keySet().retainAll(members);
      members = null;
    }
  }

  private Message send(String member, Set<Signal> signals) {
    List<SignalOrder> orders = new ArrayList<>();
    signals.forEach(s -> orders.add(new SignalOrder(s.held(), s.action())));
    CompletableFuture<Orders.Done> answer =
        cluster.ask(member, Orders.SIGNAL, new Orders.Signals(orders));
    var _ =
        answer.exceptionally(
            e -> {
              log.info(
                  "member {} did not answer to {} signals: {}",
                  member,
                  orders.size(),
                  e.toString());
              return new Orders.Done();
            });
    return new Message(Set.copyOf(signals), answer, nanoTime.getAsLong());
  }

  /** Whether a node has been told something and has not answered yet. */
  boolean awaitsAnswer() {
    long now = nanoTime.getAsLong();
    return sent.values().stream().anyMatch(m -> !m.answer().isDone() && !m.isOver(now));
  }
}
