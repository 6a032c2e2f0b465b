package io.gridmill.grid.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Note.AddStars;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Table.Change;
import io.gridmill.grid.store.ignite.IgniteSettings.Durability;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.internal.util.IgniteUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rows, queries and watches do when nodes come and go. */
class IgniteFaultsTest {
  private static final int ROWS = 500;

  private final TestGrid grid = new TestGrid();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    grid.close();
    threads.shutdownNow();
  }

  private static Map<String, Note> rows() {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> Note.of("n" + i, "o" + i % 5, i))
        .collect(Collectors.toMap(Note::id, n -> n));
  }

  private static Table<String, Note> notes(IgniteNode node) {
    return node.tables().open(Note.schema("notes", 2));
  }

  @Test
  void keepsAndFindsAllRowsWhileNodesComeAndGo() throws Exception {
    IgniteNode first = grid.start("first", Role.CORE);
    IgniteNode gateway = grid.start("gateway", Role.GATEWAY);
    Table<String, Note> notes = notes(gateway);
    notes.putAll(rows());
    AtomicBoolean ended = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Integer> counting =
          threads.submit(
              () -> {
                int queries = 0;
                for (; !ended.get(); queries++) {
                  assertThat(notes.count(Query.where("owner", "o1"))).isEqualTo(ROWS / 5);
                  assertThat(notes.find(Query.where("owner", "o2"))).hasSize(ROWS / 5);
                  assertThat(notes.count(Query.where("state", "OPEN"))).isEqualTo(ROWS);
                }
                return queries;
              });
      IgniteNode second = grid.start("second", Role.CORE);
      Map<String, Integer> arguments =
          rows().keySet().stream().collect(Collectors.toMap(id -> id, id -> 1));
      notes.updateAll(arguments, new AddStars());
      grid.start("third", Role.PROVIDER);
      grid.stop(second);
      notes.updateAll(arguments, new AddStars());
      ended.set(true);
      assertThat(counting.get()).isPositive();
    }
    assertThat(notes(first).find(Query.where("stars", 2))).hasSize(ROWS);
  }

  @Test
  void watchesFromAClientGoOnWhenNodesComeAndGo() throws Exception {
    grid.start("first", Role.CORE);
    IgniteNode second = grid.start("second", Role.CORE);
    IgniteNode gateway = grid.start("gateway", Role.GATEWAY);
    Table<String, Note> notes = notes(gateway);
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    try (var watch = notes.watch(Query.where("state", "OPEN"), seen::addAll)) {
      assertThat(watch).isNotNull();
      notes.putAll(rows());
      assertToldOfAll(seen);
      grid.stop(second);
      notes.putAll(rows());
      assertToldOfAll(seen);
      grid.start("third", Role.CORE);
      notes.putAll(rows());
      assertToldOfAll(seen);
    }
  }

  private static void assertToldOfAll(BlockingQueue<Change<String, Note>> seen) throws Exception {
    Set<String> missing = rows().keySet().stream().collect(Collectors.toSet());
    while (!missing.isEmpty()) {
      Change<String, Note> change = seen.poll(20, TimeUnit.SECONDS);
      assertThat(change).as("changes of %s", missing).isNotNull();
      missing.remove(change.key());
    }
  }

  @Test
  void comesUpWithItsRowsAfterAllNodesHaveStopped() throws Exception {
    startDurable("first");
    IgniteNode second = startDurable("second");
    notes(second).putAll(rows());
    grid.stopAll();

    IgniteNode again = startDurableTogether("first", "second");
    Table<String, Note> notes = notes(again);
    assertThat(notes.count(Query.ALL)).isEqualTo(ROWS);
    assertThat(notes.find(Query.where("owner", "o3"))).hasSize(ROWS / 5);
    assertThat(notes.update("n7", new AddStars(), 1)).isEqualTo(1);
    assertThat(notes.find(Query.ALL.order("at", true).first(3)))
        .extracting(Note::id)
        .containsExactly("n499", "n498", "n497");
  }

  /** The first of them waits for the second, which holds rows, too. */
  private IgniteNode startDurableTogether(String first, String second) throws Exception {
    int port = IgniteStart.freePort("127.0.0.1");
    String address = "127.0.0.1:" + port;
    Network at = new Network("127.0.0.1", port, 0, 0, List.of(address), Duration.ofSeconds(3));
    CompletableFuture<IgniteNode> one =
        CompletableFuture.supplyAsync(() -> startDurable(first, s -> s.withNetwork(at)), threads);
    startDurable(second, s -> s.withNetwork(Network.loopback().withJoin(address)));
    return one.get(60, TimeUnit.SECONDS);
  }

  @Test
  void hasAllRowsAgainWhenBothHoldersOfSomeHaveStoppedAndComeBack() throws Exception {
    IgniteNode first = startDurable("first");
    IgniteNode second = startDurable("second");
    IgniteNode third = startDurable("third");
    notes(first).putAll(rows());
    grid.stop(second);
    grid.stop(third);
    assertThat(first.ignite().cluster().currentBaselineTopology()).hasSize(3);
    startDurable("second");
    startDurable("third");
    Table<String, Note> notes = notes(first);
    assertThat(rows().keySet()).allMatch(id -> notes.get(id).isPresent());
    assertThat(notes.count(Query.ALL)).isEqualTo(ROWS);
  }

  @Test
  void timersGoByAClockThatNobodySets() {
    grid.start("only", Role.CORE);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .contains("gridmill-clock")
        .doesNotContain("ignite-clock");
    long before = IgniteUtils.currentTimeMillis();
    while (IgniteUtils.currentTimeMillis() == before) {
      Thread.onSpinWait();
    }
    assertThat(IgniteUtils.currentTimeMillis() - before).isBetween(1L, 5_000L);
  }

  @Test
  void nodesThatComeWhileOthersAreCountedInCanStartAgain() {
    IgniteNode first = startDurable("first");
    List<String> more = List.of("second", "third", "fourth", "fifth", "sixth", "seventh");
    List<CompletableFuture<IgniteNode>> coming =
        more.stream()
            .map(name -> CompletableFuture.supplyAsync(() -> startDurable(name), threads))
            .toList();
    coming.stream().map(CompletableFuture::join).forEach(grid::stop);
    more.forEach(this::startDurable);
    assertThat(first.ignite().cluster().forServers().nodes()).hasSize(7);
  }

  private IgniteNode startDurable(String name) {
    return startDurable(name, settings -> settings);
  }

  private IgniteNode startDurable(String name, UnaryOperator<IgniteSettings> more) {
    return grid.start(
        name,
        Set.of(Role.CORE),
        Map.of(),
        settings ->
            more.apply(
                settings.withStorage(settings.storage().withDurability(Durability.LOG_ONLY))));
  }

  @Test
  void forgetsRemovedRowsInItsIndexAndClosesOnceOrTwice() {
    IgniteNode only = grid.start("only", Role.CORE);
    Table<String, Note> notes = notes(only);
    notes.putAll(rows());
    TableIndex index = LocalNode.of(only.ignite()).index("notes");
    assertThat(index).isNotNull();
    assertThat(index.size()).isEqualTo(ROWS);
    notes.removeAll(rows().keySet());
    assertThat(notes.find(Query.where("owner", "o1"))).isEmpty();
    assertThat(notes.count(Query.ALL.andAtLeast("at", 0))).isZero();
    assertThat(index.size()).isZero();
    only.close();
    only.close();
    assertThat(only.failed()).isNotDone();
  }
}
