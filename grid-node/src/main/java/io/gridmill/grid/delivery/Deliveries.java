package io.gridmill.grid.delivery;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.DeliveryView.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The notifications that are owed to webhooks.
 *
 * <p>A delivery is stored under an id made of its cause, so that owing it twice is owing it once. A
 * gateway claims those that are due for {@link #LEASE}; if it dies, they become due again. So each
 * arrives at least once, and its receiver tells a second time by the id. Settled ones are kept for
 * a while, as a record and so that a late repetition of their cause does not bring them back.
 */
public final class Deliveries {
  /** How long one try may take. */
  public static final Duration LEASE = Duration.ofMinutes(1);

  /** How long one that arrived is kept. */
  public static final Duration KEEP_DELIVERED = Duration.ofDays(1);

  /** How long one that was given up is kept, and may be retried. */
  public static final Duration KEEP_DEAD = Duration.ofDays(30);

  private static final Schema<String, Delivery> SCHEMA =
      new Schema<>(
          "deliveries",
          Function.identity(),
          Function.identity(),
          Delivery.class,
          1,
          List.of(
              Column.text("state", d -> d.state().name()),
              Column.<Delivery>number("next_at", d -> millis(d.nextAt())).withIndex(),
              Column.number("settled_at", d -> millis(d.settledAt()))),
          Schema.Placement.CORE);

  private final Table<String, Delivery> table;
  private final InstantSource clock;

  public Deliveries(Tables tables, InstantSource clock) {
    this.table = tables.open(SCHEMA);
    this.clock = clock;
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  /** Notes what is to be delivered; those that are known already stay as they are. */
  public void owe(Collection<NewDelivery> owed) {
    Instant now = clock.instant();
    Map<String, Delivery> rows = new LinkedHashMap<>();
    owed.forEach(o -> rows.put(o.id(), Delivery.owed(o, now)));
    if (!rows.isEmpty()) {
      table.updateAll(rows, new Updates.Owe());
    }
  }

  /** Takes at most this many that are due, those that waited longest first, to try them now. */
  public List<Delivery> claim(int most) {
    Instant now = clock.instant();
    Instant leaseEnd = now.plus(LEASE);
    List<Delivery> due =
        table.find(
            Query.ALL
                .andLess("next_at", now.toEpochMilli() + 1)
                .order("next_at", false)
                .first(most));
    if (due.isEmpty()) {
      return due;
    }
    Map<String, Updates.Claim> claims = new LinkedHashMap<>();
    due.forEach(d -> claims.put(d.id(), new Updates.Claim(d.tries(), now, leaseEnd)));
    Map<String, Boolean> taken = table.updateAll(claims, new Updates.ClaimOne());
    return due.stream()
        .filter(d -> taken.getOrDefault(d.id(), false))
        .map(d -> d.claimed(leaseEnd))
        .toList();
  }

  /** Notes how tries ended. */
  public void settle(Collection<Settlement> settlements) {
    Instant now = clock.instant();
    Map<String, Updates.End> ends = new LinkedHashMap<>();
    settlements.forEach(s -> ends.put(s.id(), new Updates.End(s.tries(), s.error(), now)));
    if (!ends.isEmpty()) {
      table.updateAll(ends, new Updates.Settle());
    }
  }

  /**
   * Tries one again that was given up.
   *
   * @throws GridException with {@link ErrorCode#NOT_FOUND}, or {@link ErrorCode#CONFLICT} if it was
   *     not given up
   */
  public Delivery retry(String id) {
    if (!table.update(id, new Updates.Retry(), clock.instant())) {
      Delivery as =
          get(id).orElseThrow(() -> new GridException(ErrorCode.NOT_FOUND, "no delivery " + id));
      throw new GridException(
          ErrorCode.CONFLICT, "delivery " + id + " is " + as.state() + " (expected: DEAD)");
    }
    return get(id).orElseThrow(() -> new GridException(ErrorCode.NOT_FOUND, "no delivery " + id));
  }

  public Optional<Delivery> get(String id) {
    return table.get(id);
  }

  /** Those in a state, at most this many, in no order. */
  public List<Delivery> in(State state, int most) {
    return table.find(Query.where("state", state.name()).first(most));
  }

  /** Calls, until closed, whenever some have become due by being owed or retried, on any node. */
  public Table.Subscription onDue(Runnable wake) {
    return table.watch(
        Query.where("state", State.PENDING.name()),
        changes -> {
          long now = clock.millis();
          if (changes.stream().anyMatch(c -> c.column("next_at") instanceof Long at && at <= now)) {
            wake.run();
          }
        });
  }

  /** Removes what was settled long ago; tells how many those were. */
  public int purge() {
    Instant now = clock.instant();
    List<String> old = new ArrayList<>();
    collect(State.DELIVERED, now.minus(KEEP_DELIVERED), old);
    collect(State.DEAD, now.minus(KEEP_DEAD), old);
    table.removeAll(old);
    return old.size();
  }

  private void collect(State state, Instant before, List<String> into) {
    table.scan(
        Query.where("state", state.name()).andLess("settled_at", before.toEpochMilli()),
        d -> into.add(d.id()));
  }
}
