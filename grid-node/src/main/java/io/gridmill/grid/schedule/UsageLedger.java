package io.gridmill.grid.schedule;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.GridException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What accounts' projects have used, for the scheduler that follows this one: the only writer of
 * the table {@code usage}. What was used since it was last kept is forgotten with a scheduler that
 * dies, which costs an account's neighbours some seconds of their share.
 */
public final class UsageLedger {
  private static final Logger log = LoggerFactory.getLogger(UsageLedger.class);
  private static final Schema<String, Used> SCHEMA =
      new Schema<>(
          "usage",
          k -> k,
          k -> k,
          Used.class,
          1,
          List.of(Column.text("owner", Used::owner)),
          Schema.Placement.CORE);

  private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Table<String, Used> rows;
  private long keptAt = Long.MIN_VALUE;

  /**
   * What a project had used at a time.
   *
   * @param seconds of the whole grid, as they had faded then
   */
  public record Used(String owner, String project, double seconds, Instant at) {}

  public UsageLedger(Tables tables) {
    this.rows = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /** Gives accounts back what they had used, as it has faded since. */
  void restore(Shares shares, Duration halfLife, Instant now, long nanoTime) {
    for (Used used : rows.find(Query.ALL)) {
      double passed = Math.max(0, Duration.between(used.at(), now).toMillis());
      double rest = Math.pow(2, -passed / halfLife.toMillis());
      shares.restore(used.owner(), used.project(), used.seconds() * rest, nanoTime);
    }
  }

  /** Keeps what accounts have used until now, if that was last done a while ago. */
  void keep(Shares shares, Instant now, long nanoTime) {
    if (keptAt != Long.MIN_VALUE && nanoTime - keptAt < PAUSE_NANOS) {
      return;
    }
    keptAt = nanoTime;
    Map<String, Used> used = new HashMap<>();
    shares.each(
        nanoTime,
        (owner, project, seconds) -> {
          if (seconds > 0) {
            used.put(key(owner, project), new Used(owner, project, seconds, now));
          }
        });
    try {
      if (!used.isEmpty()) {
        rows.putAll(used);
      }
    } catch (GridException e) {
      log.warn("what accounts have used could not be kept; it is tried again", e);
    }
  }

  private static String key(String owner, String project) {
    return owner.length() + ":" + owner + "/" + project;
  }
}
