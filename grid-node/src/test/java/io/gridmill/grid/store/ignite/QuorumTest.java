package io.gridmill.grid.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Cluster.Singleton;
import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a part of a grid does that has lost most of the core nodes. */
class QuorumTest {
  private static final long SECONDS = 60;
  private static final Set<Role> CORE = Set.of(Role.CORE);
  private static final Map<String, String> OF_THREE = Map.of(IgniteSettings.CORE_COUNT, "3");

  private final TestGrid grid = new TestGrid();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    grid.close();
  }

  private IgniteNode core(String name) {
    return grid.start(name, CORE, OF_THREE, settings -> settings);
  }

  private void offer(IgniteNode node, String name) {
    node.cluster()
        .singleton(
            "one",
            Role.CORE,
            new Singleton() {
              @Override
              public void start() {
                told.add(name + " starts");
              }

              @Override
              public void stop() {
                told.add(name + " stops");
              }
            });
  }

  private static Table<String, Note> notes(IgniteNode node) {
    return node.tables().open(Note.schema("notes", 2));
  }

  @Test
  void keepsNothingAndRunsNoSingletonWithoutAMajorityAndLeavesThen() throws Exception {
    IgniteNode a = startTogether("a", "b");
    IgniteNode b = node("b");
    offer(a, "a");
    assertThat(told.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("a starts");
    IgniteNode gateway = grid.start("gateway", Role.GATEWAY);
    Table<String, Note> notes = notes(gateway);
    notes.put("1", Note.of("1", "ann", 1));

    grid.stop(b);

    assertThatThrownBy(() -> notes.put("1", Note.of("1", "ann", 2)))
        .asInstanceOf(InstanceOfAssertFactories.type(GridException.class))
        .extracting(GridException::code)
        .isEqualTo(ErrorCode.NO_QUORUM);
    assertThat(notes.get("1")).contains(Note.of("1", "ann", 1));
    assertThat(told.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("a stops");
    Departure departure = a.failed().get(SECONDS, TimeUnit.SECONDS);
    assertThat(departure.mayReturn()).isTrue();
    assertThat(departure.why()).isEqualTo("core nodes: 1 of 3 are here (expected: a majority)");
  }

  @Test
  void goesOnWithAMajority() throws Exception {
    IgniteNode a = startTogether("a", "b");
    IgniteNode c = core("c");
    Table<String, Note> notes = notes(a);
    notes.put("1", Note.of("1", "ann", 1));
    grid.stop(c);
    notes.put("1", Note.of("1", "ann", 2));
    assertThat(notes.get("1")).contains(Note.of("1", "ann", 2));
    assertThat(a.failed()).isNotDone();
  }

  /** The first of them waits for the second. */
  private IgniteNode startTogether(String first, String second) throws Exception {
    int port = IgniteStart.freePort("127.0.0.1");
    String address = "127.0.0.1:" + port;
    Network at = new Network("127.0.0.1", port, 0, 0, List.of(address), Duration.ofSeconds(3));
    CompletableFuture<IgniteNode> one =
        CompletableFuture.supplyAsync(
            () -> grid.start(first, CORE, OF_THREE, s -> s.withNetwork(at)));
    grid.start(second, CORE, OF_THREE, s -> s.withNetwork(Network.loopback().withJoin(address)));
    return one.get(SECONDS, TimeUnit.SECONDS);
  }

  private IgniteNode node(String name) {
    return grid.nodes().stream()
        .filter(n -> n.ignite().name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
