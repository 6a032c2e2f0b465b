package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.events.NodeValidationFailedEvent;
import org.apache.ignite.lang.IgnitePredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a node that has just started sees a majority of the core nodes. One that began a grid
 * of its own because it could not reach the others looks whether it can now.
 */
final class Arrival {
  private static final Logger log = LoggerFactory.getLogger(Arrival.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int LOOKS_A_PROBE = 5;
  private static final int CONNECT_MILLIS = 500;
  private static final long WAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So many times in a row others must be there who do not join: some are only starting. */
  private static final int PROBES = 8;

  private Arrival() {}

  /**
   * Waits for a quorum.
   *
   * @param join where core nodes are, {@code host:port}
   * @return false if there are others to be joined instead, or the node's rows turn out to be
   *     outdated
   */
  static boolean await(Ignite ignite, List<String> join, KeptRows kept) {
    AtomicBoolean inTheWay = new AtomicBoolean();
    IgnitePredicate<Event> refused =
        event -> {
          if (hasRows(event)) {
            inTheWay.set(true);
          }
          return true;
        };
    ignite.events().localListen(refused, EventType.EVT_NODE_VALIDATION_FAILED);
    try {
      boolean arrived = await(ignite, join, kept, inTheWay);
      ignite.events().stopLocalListen(refused, EventType.EVT_NODE_VALIDATION_FAILED);
      return arrived;
    } catch (IllegalStateException e) {
      log.info("node {} had to leave while it waited for others", ignite.name(), e);
      return false;
    }
  }

  private static boolean hasRows(Event event) {
    return event instanceof NodeValidationFailedEvent refused
        && Lineage.claim(refused.eventNode()) != null;
  }

  private static boolean await(
      Ignite ignite, List<String> join, KeptRows kept, AtomicBoolean inTheWay) {
    int most = PROBES + ThreadLocalRandom.current().nextInt(PROBES / 2);
    int apart = 0;
    for (int looks = 0; ; looks++) {
      String lack = Quorum.lack(ignite.cluster().nodes());
      if (lack == null) {
        return true;
      }
      if (kept.areOutdated()) {
        return false;
      }
      if (inTheWay.get() && ignite.cluster().currentBaselineTopology() == null) {
        // Those with rows cannot join one without any, so that one has to be after them.
        log.info("node {} makes way for nodes that have rows", ignite.name());
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(WAY_NANOS));
        return false;
      }
      if (looks % (LOOKS_A_PROBE * 10) == 0) {
        log.info("node {} waits for others: {}", ignite.name(), lack);
      }
      if (looks % LOOKS_A_PROBE == 0) {
        apart = othersThan(ignite, join) ? apart + 1 : 0;
        if (apart > most) {
          log.info("node {} finds others that it has not joined; it starts anew", ignite.name());
          return false;
        }
      }
      pause();
    }
  }

  /**
   * Waits until another node can be reached: one that has no rows of its own any more must not be
   * the first of a grid that has.
   *
   * @param join where core nodes are, {@code host:port}; this node does not listen yet
   */
  static void awaitAnyone(String name, List<String> join) {
    for (int looks = 0; join.stream().map(Ring::address).noneMatch(Arrival::answers); looks++) {
      if (looks % (LOOKS_A_PROBE * 10) == 0) {
        log.info("node {} waits for others, to copy all rows from them", name);
      }
      pause();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid started");
    }
  }

  private static boolean othersThan(Ignite ignite, List<String> join) {
    Set<InetSocketAddress> here =
        ignite.cluster().nodes().stream().flatMap(Ring::addressOf).collect(Collectors.toSet());
    return join.stream()
        .map(Ring::address)
        .anyMatch(address -> !here.contains(address) && answers(address));
  }

  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false; // nobody is there, or cannot be reached
    }
  }
}
