package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.GatedDigits;
import io.gridmill.examples.DigitsJob;
import io.gridmill.examples.Prediction;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.ArrayHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProviderLossTest {
  @RegisterExtension static final Grid GRID = Grid.up("--cores", "1", "--providers", "2");

  private static final int DIGITS = 1797;
  private static final Set<String> PROVIDERS = Set.of("provider-1", "provider-2");

  @Test
  void losesNoItemOfAnArrayAndCountsNoneTwiceWhenAProviderIsKilled()
      throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      ArrayHandle<Prediction> job = submit(gate);
      gate.await("jobs of both providers", visitors -> nodesOf(visitors).equals(PROVIDERS));
      while (!job.task().view().itemsByNode().keySet().equals(PROVIDERS)) {
        gate.passAll();
      }
      List<Gate.Visitor> held =
          gate.await("jobs of both providers", visitors -> nodesOf(visitors).equals(PROVIDERS));
      Set<Long> doomed =
          held.stream()
              .filter(visitor -> nodeOf(visitor).equals("provider-2"))
              .map(Gate.Visitor::pid)
              .collect(Collectors.toSet());

      Processes.kill(GRID.process("provider-2"));
      gate.forget(visitor -> doomed.contains(visitor.pid()));
      gate.open();

      List<@Nullable Prediction> predictions;
      try (Stream<@Nullable Prediction> results = job.results()) {
        predictions = results.toList();
      }
      assertThat(predictions)
          .map(Prediction::row)
          .isEqualTo(IntStream.range(0, DIGITS).boxed().toList());
      assertThat(predictions).filteredOn(Prediction::isRight).hasSize(1776);
      TaskView end = job.task().view();
      assertThat(end.itemsByNode().keySet()).isEqualTo(PROVIDERS);
      assertThat(end.itemsByNode().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(DIGITS);
      assertThat(doomed)
          .as("workers of the killed node, which end with it")
          .allMatch(Processes::ends);
    }
  }

  private static ArrayHandle<Prediction> submit(Gate gate) throws IOException {
    Path examples = Packaged.jar(GRID.home().resolve("examples.jar"), DigitsJob.class);
    Path data = Packaged.file("ops/examples/src/main/resources/io/gridmill/examples/digits.csv.gz");
    return GRID.client()
        .submitArray(
            GatedDigits.class,
            DIGITS,
            options -> options.sharedInput(gate.key()).jar(examples).file("digits.csv.gz", data));
  }

  private static Set<String> nodesOf(List<Gate.Visitor> visitors) {
    return visitors.stream().map(ProviderLossTest::nodeOf).collect(Collectors.toSet());
  }

  private static String nodeOf(Gate.Visitor visitor) {
    return GRID.nodeOf(visitor.pid());
  }
}
