package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.client.ArrayHandle;
import io.gridmill.job.client.ClientOptions;
import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.MaintenancePlan;
import io.gridmill.job.client.ResourceView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grid under steady load is stopped and started again node by node, as it is upgraded: {@code
 * -Dupgrade.from=FOLDER} has it begin as the release that was built there; without, it begins as
 * what it becomes.
 */
class RollingUpgradeTest {
  /** No submission waits longer than this while a core node or a provider is being restarted. */
  private static final Duration BOUND = Duration.ofSeconds(15);

  /** And none longer than this while the only gateway is: as long as that takes to start. */
  private static final Duration GATEWAY = Duration.ofSeconds(60);

  private static final int CORES = 3;
  private static final int ITEMS = 200;

  @RegisterExtension
  static final Grid GRID =
      Grid.of(
          Packaged.file(System.getProperty("upgrade.from", "")),
          "--cores",
          Integer.toString(CORES),
          "--providers",
          "2",
          "--persistent",
          "--set",
          "cores=2");

  @TempDir Path dir;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void losesNoTaskAndTakesWorkWhileNodeAfterNodeIsStartedAnew() throws Exception {
    try (SteadyLoad load = new SteadyLoad(client(), dir.resolve("runs"))) {
      load.begin();
      for (int i = 1; i <= CORES; i++) {
        int lists = lists().size();
        restart("core-" + i, load);
        Wait.until(
            "core nodes in sync: " + CORES,
            () -> lists().size() > lists && lists().getLast().contains(": " + CORES + " "));
      }
      ArrayHandle<Integer> array = load.array(ITEMS);
      for (String provider : List.of("provider-1", "provider-2")) {
        GRID.client().maintain(provider, new MaintenancePlan(null, null, "a new release"));
        Wait.until(provider + " at rest", () -> isThere(provider, node -> node.running() == 0));
        restart(provider, load);
        Wait.until(provider, () -> isThere(provider, n -> n.status() == ResourceView.Status.UP));
        GRID.client().endMaintenance(provider);
      }
      restart("gateway", load);
      load.end();
      Duration last = load.longestSoFar();
      assertThat(last).as("a submission while the gateway was away").isLessThan(GATEWAY);

      load.check();
      try (Stream<@Nullable Integer> results = array.results()) {
        assertThat(results.toList())
            .isEqualTo(IntStream.range(0, ITEMS).map(i -> 2 * i).boxed().toList());
      }
      System.out.printf(
          "upgrade: submissions took at most %d ms then; %d tasks, %d runs repeated%n",
          last.toMillis(), load.size(), load.reruns());
    }
  }

  private static GridClient client() {
    ClientOptions options = ClientOptions.DEFAULT.withRequestTimeout(BOUND).withRetryFor(GATEWAY);
    return GridClient.connect(GRID.url(), Credentials.file(GRID.keyFile()), options);
  }

  private static void restart(String name, SteadyLoad load) throws Exception {
    long start = System.nanoTime();
    Duration before = load.longestSoFar();
    GRID.restart(name);
    Duration down = Duration.ofNanos(System.nanoTime() - start);
    Duration longest = load.longestSoFar();
    System.out.printf(
        "upgrade: %s was away for %d ms; submissions took at most %d ms, and %d ms before%n",
        name, down.toMillis(), longest.toMillis(), before.toMillis());
    assertThat(before).as("a submission before %s was stopped", name).isLessThan(BOUND);
    if (!name.equals("gateway")) {
      assertThat(longest).as("a submission while %s was away", name).isLessThan(BOUND);
    }
  }

  /** The lists of core nodes in sync that there have been, oldest first. */
  private static List<String> lists() {
    try {
      return GRID.told("core nodes in sync: ").stream()
          .sorted(Comparator.comparingLong(RollingUpgradeTest::epoch))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long epoch(String line) {
    return Long.parseLong(line.replaceFirst(".*\\(list (\\d+)\\).*", "$1"));
  }

  private static boolean isThere(String name, Predicate<ResourceView> like) {
    return GRID.client().resources().stream()
        .anyMatch(node -> node.name().equals(name) && like.test(node));
  }
}
