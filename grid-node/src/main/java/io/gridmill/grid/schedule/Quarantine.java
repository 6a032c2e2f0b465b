package io.gridmill.grid.schedule;

import io.gridmill.job.ErrorCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes get nothing for a while: those that leave and come back again and again, and those on
 * which work of several accounts breaks with nothing ending well in between.
 *
 * <p>Each time a node is barred for twice as long as the time before, from {@value #FIRST_SECONDS}
 * s to {@value #LONGEST_SECONDS} s; when it has done well for {@value #FORGIVEN_SECONDS} s all is
 * forgiven. A node that leaves once, as to be started anew, is not barred. Nodes go by their names,
 * which stay when they come back.
 */
final class Quarantine {
  static final long FIRST_SECONDS = 5;
  static final long LONGEST_SECONDS = 300;
  static final long FORGIVEN_SECONDS = 600;

  private static final int LEAVES_ALLOWED = 1;
  private static final int BREAKS_ALLOWED = 2;
  private static final int ACCOUNTS = 2;

  /** What a node has done lately. */
  private static final class Past {
    private final Set<String> accounts = new HashSet<>();
    private int leaves;
    private int breaks;
    private int times;
    private long until;
    private long last;
    private String why = "";
  }

  private final Map<String, Past> nodes = new HashMap<>();

  /** A node has left, or fell silent. */
  void left(String node, long nanoTime) {
    Past past = past(node, nanoTime);
    past.leaves++;
    if (past.leaves > LEAVES_ALLOWED) {
      bar(past, nanoTime, "it left " + past.leaves + " times");
    }
  }

  /** An attempt of an account's work broke on a node. */
  void broke(String node, String account, ErrorCode code, long nanoTime) {
    if (!isTheNodes(code)) {
      return;
    }
    Past past = past(node, nanoTime);
    past.breaks++;
    past.accounts.add(account);
    if (past.breaks > BREAKS_ALLOWED && past.accounts.size() >= ACCOUNTS) {
      bar(
          past,
          nanoTime,
          "%d attempts of %d accounts broke there in a row, the last with %s"
              .formatted(past.breaks, past.accounts.size(), code));
    }
  }

  /** Whether an error may be the node's fault, and is not the job's alone. */
  private static boolean isTheNodes(ErrorCode code) {
    return switch (code) {
      case WORKER_CRASHED, WORKER_START_FAILED, FETCH_FAILED, UNAVAILABLE -> true;
      default -> false;
    };
  }

  /** An attempt ended well on a node. */
  void worked(String node) {
    Past past = nodes.get(node);
    if (past != null) {
      past.breaks = 0;
      past.accounts.clear();
    }
  }

  private Past past(String node, long nanoTime) {
    Past past = nodes.computeIfAbsent(node, n -> new Past());
    if (nanoTime - Math.max(past.last, past.until) > seconds(FORGIVEN_SECONDS)) {
      past.leaves = 0;
      past.breaks = 0;
      past.times = 0;
      past.accounts.clear();
    }
    past.last = nanoTime;
    return past;
  }

  private static void bar(Past past, long nanoTime, String why) {
    long length = Math.min(LONGEST_SECONDS, FIRST_SECONDS << Math.min(past.times, 10));
    past.times++;
    past.until = nanoTime + seconds(length);
    past.why = String.format(Locale.ROOT, "gets no work for %d s: %s", length, why);
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Whether a node is to get nothing now. */
  boolean bars(String node, long nanoTime) {
    Past past = nodes.get(node);
    return past != null && past.times > 0 && past.until - nanoTime > 0;
  }

  /** The nodes that are to get nothing now, with the reason; forgets those that did well. */
  Map<String, String> reasons(long nanoTime) {
    if (nodes.isEmpty()) {
      return Map.of();
    }
    nodes.values().removeIf(r -> nanoTime - Math.max(r.last, r.until) > seconds(FORGIVEN_SECONDS));
    Map<String, String> reasons = new TreeMap<>();
    nodes.forEach(
        (node, past) -> {
          if (bars(node, nanoTime)) {
            reasons.put(node, past.why);
          }
        });
    return reasons;
  }
}
