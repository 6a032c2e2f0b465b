package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ByteSize;
import io.gridmill.job.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A member that takes orders and carries them out as a test says, in place of worker processes. */
final class OrderedNode implements AutoCloseable {
  private final MemoryCluster cluster;
  private final TaskBoard board;
  private final Resources resources;
  private final Offer offer;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final Map<Held, Order> held = new ConcurrentHashMap<>();
  final LinkedBlockingQueue<Order> taken = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Orders.SignalOrder> signals = new LinkedBlockingQueue<>();
  private volatile Consumer<Order> then = order -> {};
  private volatile boolean forgetful;
  private volatile boolean silent;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  OrderedNode(MemoryGrid grid, String name, int cores, Map<String, String> attributes) {
    this.cluster = grid.join(name, Set.of(Member.Role.PROVIDER), attributes);
    this.board = new TaskBoard(grid.tables(), java.time.InstantSource.system());
    this.resources = new Resources(grid.tables());
    this.offer =
        new Offer(cluster.self().id(), name, cores, ByteSize.ofMiB(64_000), List.of(), attributes);
    cluster.serve(Orders.RUN, this::run);
    cluster.serve(Orders.SIGNAL, this::signal);
    cluster.serve(Orders.HELD, q -> new Orders.Holding(List.copyOf(held.keySet())));
    report();
    var _ = beats.scheduleAtFixedRate(this::report, 500, 500, TimeUnit.MILLISECONDS);
  }

  Cluster cluster() {
    return cluster;
  }

  private void report() {
    resources.report(new NodeReport(offer, 1, Instant.EPOCH, held.size(), 0));
  }

  /** From now on every order succeeds as soon as it comes. */
  OrderedNode doingAtOnce() {
    then = this::succeed;
    return this;
  }

  /** From now on every order succeeds as soon as it comes, with this result. */
  OrderedNode answering(String json) {
    then = order -> succeed(order, json);
    return this;
  }

  /** From now on it takes orders and loses them. */
  OrderedNode forgetting() {
    forgetful = true;
    return this;
  }

  /** From now on it hears signals and does not answer, until it is closed. */
  OrderedNode notAnswering() {
    silent = true;
    return this;
  }

  private Orders.Refused run(Orders.Run run) {
    for (Order order : run.orders()) {
      if (!forgetful) {
        held.put(order.held(), order);
      }
      taken.add(order);
      then.accept(order);
    }
    return new Orders.Refused(List.of());
  }

  private Orders.Done signal(Orders.Signals more) {
    signals.addAll(more.signals());
    if (silent) {
      closed.join();
    }
    return new Orders.Done();
  }

  void succeed(Order order) {
    succeed(order, "\"" + offer.name() + "\"");
  }

  private void succeed(Order order, String json) {
    held.remove(order.held());
    if (order.lease() == null) {
      var result = new TaskResult(new RawJson(json), null, Map.of());
      board.tell(order.task(), new TaskEvent.Succeed(order.attempt(), result));
      return;
    }
    var lease = order.lease();
    StringBuilder lines = new StringBuilder();
    for (long i = lease.from(); i < lease.to(); i++) {
      lines.append(i).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var range =
        new ItemRange(order.task(), lease.id(), lease.from(), lease.to(), 0, null, bytes, null);
    var _ =
        board
            .commit(range, List.of())
            .thenRun(() -> board.tell(order.task(), new TaskEvent.EndLease(lease.id(), null)));
  }

  /** As if the process were killed. */
  @Override
  public void close() {
    closed.complete(null);
    beats.shutdownNow();
    cluster.close();
  }
}
