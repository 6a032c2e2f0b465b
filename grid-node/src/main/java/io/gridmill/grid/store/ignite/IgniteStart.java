package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.ignite.IgniteNode.Ports;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.jspecify.annotations.Nullable;

/** Starts nodes. */
public final class IgniteStart {
  private static final int TRIES = 5;
  private static final String ID_FILE = "node.id";

  static {
    Map.of(
            "IGNITE_QUIET", "false",
            "IGNITE_NO_ASCII", "true",
            "IGNITE_UPDATE_NOTIFIER", "false",
            "IGNITE_NO_SHUTDOWN_HOOK", "true",
            "IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED", "true",
            "IGNITE_DUMP_THREADS_ON_FAILURE", "false",
            // A node that stops while it copies rows could not start again without being mended.
            "IGNITE_DISABLE_WAL_DURING_REBALANCING", "false",
            // Notes for its developers, of each access to a page.
            "IGNITE_PAGE_LOCK_TRACKER_TYPE", "-1")
        .forEach(
            (name, value) -> {
              if (System.getProperty(name) == null) {
                System.setProperty(name, value);
              }
            });
    SteadyTime.start();
  }

  private IgniteStart() {}

  /** As {@link #start(IgniteSettings, Collection, UnaryOperator)}, with nothing to add. */
  public static IgniteNode start(
      IgniteSettings settings, Collection<? extends Schema<?, ?>> schemas) {
    return start(settings, schemas, configuration -> configuration);
  }

  /**
   * Starts a node, and returns when it is in the grid and the tables are open.
   *
   * @param schemas all tables whose rows the node may come to hold: it changes rows of no others
   * @param more what else Ignite is to be configured with, such as TLS
   * @throws GridException if the node cannot join or listen
   */
  public static IgniteNode start(
      IgniteSettings settings,
      Collection<? extends Schema<?, ?>> schemas,
      UnaryOperator<IgniteConfiguration> more) {
    while (true) {
      IgniteNode node = join(settings, schemas, more);
      if (node != null) {
        return node;
      }
    }
  }

  /** Starts a node; null if it has to join anew. */
  private static @Nullable IgniteNode join(
      IgniteSettings settings,
      Collection<? extends Schema<?, ?>> schemas,
      UnaryOperator<IgniteConfiguration> more) {
    UUID id = id(settings.dir());
    KeptRows kept = KeptRows.of(settings, id);
    if (kept.isPartial()) {
      kept.discard();
      Arrival.awaitAnyone(settings.name(), settings.network().join());
    }
    CompletableFuture<Departure> failed = new CompletableFuture<>();
    LocalNode local = LocalNode.add(settings.name(), settings.name(), kept);
    try {
      Lineage.serve(local);
      schemas.forEach(s -> local.indexes().open(s.table(), IgniteTable.indexed(s)));
      IgniteConfigurations configurations = new IgniteConfigurations(settings, id, local, failed);
      Started started = start(configurations, more);
      try {
        if (!arrives(settings, started.ignite(), kept)) {
          Ignition.stop(settings.name(), true);
          local.remove();
          if (kept.areOutdated()) {
            kept.discard();
          }
          return null;
        }
        if (settings.client()) {
          Ring.learn(started.ignite(), configurations.addresses());
        }
        IgniteTables tables =
            new IgniteTables(started.ignite(), local, settings.storage().backups());
        open(settings, started.ignite(), tables, schemas);
        return new IgniteNode(started.ignite(), local, tables, started.ports(), failed);
      } catch (RuntimeException e) {
        stop(settings);
        throw e;
      }
    } catch (NotLetIn e) {
      local.remove();
      e.prepare(kept);
      return null;
    } catch (RuntimeException e) {
      local.remove();
      throw e;
    }
  }

  private static void open(
      IgniteSettings settings,
      Ignite ignite,
      IgniteTables tables,
      Collection<? extends Schema<?, ?>> schemas) {
    Runnable opening = () -> Faults.guard("opening tables", () -> tables.openAll(schemas));
    if (settings.client()) {
      Comeback.open(ignite, opening);
    } else {
      opening.run();
    }
  }

  /** A node that has lost the grid may stop only when it is back, if it ever is. */
  private static void stop(IgniteSettings settings) {
    if (settings.client()) {
      Thread.ofPlatform().daemon().start(() -> Ignition.stop(settings.name(), true));
    } else {
      Ignition.stop(settings.name(), true);
    }
  }

  /** Waits until the node's grid is complete enough to work; false if it has to join anew. */
  private static boolean arrives(IgniteSettings settings, Ignite ignite, KeptRows kept) {
    return (settings.client() || Arrival.await(ignite, settings.network().join(), kept))
        && Activation.await(ignite, kept);
  }

  private record Started(Ignite ignite, Ports ports) {}

  /** Free ports are looked for first and taken later, so another process may be quicker. */
  private static Started start(
      IgniteConfigurations configurations, UnaryOperator<IgniteConfiguration> more) {
    for (int i = 1; ; i++) {
      Ports ports = configurations.ports();
      try {
        return new Started(Ignition.start(more.apply(configurations.make(ports))), ports);
      } catch (IgniteException e) {
        NotLetIn.throwIf(e);
        if (i == TRIES || !configurations.anyPort() || !isBindFailure(e)) {
          throw new GridException(
              ErrorCode.UNAVAILABLE, "the node could not start: " + reason(e), e);
        }
      }
    }
  }

  private static boolean isBindFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return failure.getMessage() + " (" + last.getMessage() + ")";
  }

  static int freePort(String bind) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(bind))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port at " + bind, e);
    }
  }

  /** The node's lasting identity, by which the grid knows the rows in its folder as its own. */
  private static UUID id(Path dir) {
    try {
      Files.createDirectories(dir);
      Path file = dir.resolve(ID_FILE);
      if (!Files.exists(file)) {
        Files.writeString(file, UUID.randomUUID().toString());
      }
      return UUID.fromString(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the node's folder " + dir + " cannot be used", e);
    }
  }
}
