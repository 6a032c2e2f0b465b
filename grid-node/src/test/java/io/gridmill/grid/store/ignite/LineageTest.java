package io.gridmill.grid.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.ignite.IgniteSettings.Durability;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import io.gridmill.grid.store.ignite.IgniteSettings.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several copies of the rows a grid of three core nodes goes on with. */
class LineageTest {
  private static final long SECONDS = 90;
  private static final Map<String, String> OF_THREE = Map.of(IgniteSettings.CORE_COUNT, "3");

  @TempDir Path dir;

  private final TestGrid grid = new TestGrid();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, IgniteNode> nodes = new LinkedHashMap<>();

  LineageTest() {
    for (String name : List.of("a", "b", "c")) {
      ports.put(name, IgniteStart.freePort("127.0.0.1"));
    }
  }

  @AfterEach
  void stop() {
    grid.close();
    threads.shutdownNow();
  }

  private CompletableFuture<IgniteNode> starting(String name) {
    List<String> all = ports.values().stream().map(port -> "127.0.0.1:" + port).toList();
    int port = Objects.requireNonNull(ports.get(name));
    Network network = new Network("127.0.0.1", port, 0, 0, all, Duration.ofSeconds(3));
    Storage storage = Storage.inMemory().withDurability(Durability.LOG_ONLY);
    return CompletableFuture.supplyAsync(
        () -> {
          IgniteNode node =
              grid.start(
                  name,
                  Set.of(Role.CORE),
                  OF_THREE,
                  s -> s.withNetwork(network).withStorage(storage).withDir(dir.resolve(name)));
          node.awaitCopies();
          return node;
        },
        threads);
  }

  private void start(String... names) throws Exception {
    Map<String, CompletableFuture<IgniteNode>> starting = new LinkedHashMap<>();
    for (String name : names) {
      starting.put(name, starting(name));
    }
    for (var node : starting.entrySet()) {
      nodes.put(node.getKey(), node.getValue().get(SECONDS, TimeUnit.SECONDS));
    }
  }

  private IgniteNode node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  private void stop(String name) {
    grid.stop(node(name));
  }

  private Table<String, Note> notes(String name) {
    return node(name).tables().open(Note.schema("notes", 2));
  }

  private InSync list(String name) {
    Path file = dir.resolve(name).resolve("in-sync");
    try {
      return Files.exists(file)
          ? InSync.parse(Files.readAllLines(file).getFirst())
          : InSync.UNKNOWN;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String identity(String name) throws IOException {
    return Files.readString(dir.resolve(name).resolve("node.id")).strip();
  }

  /** Waits until all of these nodes have been told that these are in sync. */
  private void awaitInSync(String... names) throws IOException {
    Set<String> identities = new TreeSet<>();
    for (String name : names) {
      identities.add(identity(name));
    }
    for (String name : names) {
      await(() -> list(name).nodes().equals(identities));
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Something in a node's database that is gone when the database was deleted. */
  private Path mark(String name) throws IOException {
    return Files.writeString(dir.resolve(name).resolve("db").resolve("mark"), "was here");
  }

  @Test
  void aNodeThatTheGridWentOnWithoutCopiesAllRowsAnew() throws Exception {
    start("a", "b", "c");
    awaitInSync("a", "b", "c");
    notes("a").put("1", Note.of("1", "ann", 1));
    stop("c");
    awaitInSync("a", "b");
    notes("a").put("1", Note.of("1", "ann", 2));
    Path mark = mark("c");
    start("c");
    awaitInSync("a", "b", "c");
    assertThat(mark).doesNotExist();
    stop("a");
    stop("b");
    assertThat(notes("c").get("1")).contains(Note.of("1", "ann", 2));
  }

  @Test
  void aNodeThatWasAwayWhenAllWereKilledDoesNotBringItsRowsBack() throws Exception {
    start("a", "b", "c");
    awaitInSync("a", "b", "c");
    notes("a").put("1", Note.of("1", "ann", 1));
    stop("c");
    awaitInSync("a", "b");
    notes("a").put("1", Note.of("1", "ann", 2));
    stop("b");
    stop("a");
    Path mark = mark("c");
    CompletableFuture<IgniteNode> first = starting("c");
    Path log = dir.resolve("c").resolve("wal");
    await(() -> Files.exists(log));
    start("a", "b");
    nodes.put("c", first.get(SECONDS, TimeUnit.SECONDS));
    awaitInSync("a", "b", "c");
    assertThat(mark).doesNotExist();
    assertThat(notes("c").get("1")).contains(Note.of("1", "ann", 2));
    notes("c").put("1", Note.of("1", "ann", 3));
    assertThat(notes("b").get("1")).contains(Note.of("1", "ann", 3));
  }

  @Test
  void aMajorityOfTheNodesInSyncGoesOnWhenAllWereKilledAndOneStaysAway() throws Exception {
    start("a", "b", "c");
    awaitInSync("a", "b", "c");
    notes("a").put("1", Note.of("1", "ann", 1));
    stop("c");
    stop("b");
    stop("a");
    start("b", "c");
    assertThat(notes("c").get("1")).contains(Note.of("1", "ann", 1));
    awaitInSync("b", "c");
    notes("c").put("1", Note.of("1", "ann", 2));
    assertThat(notes("b").get("1")).contains(Note.of("1", "ann", 2));
  }
}
