package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridmill.e2e.jobs.Answer;
import io.gridmill.e2e.jobs.AnsweringJob;
import io.gridmill.e2e.jobs.Asked;
import io.gridmill.e2e.jobs.CloseAnswers;
import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.e2e.jobs.Stretch;
import io.gridmill.e2e.jobs.StretchJob;
import io.gridmill.job.Replication;
import io.gridmill.job.Scheduling;
import io.gridmill.job.client.JobHandle;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tasks that run on nodes of several owners, one of which answers wrongly; and an array that they
 * reduce.
 */
@Timeout(180)
class ReplicasTest {
  /** Nodes without a label that names their owner are owners of their own. */
  @RegisterExtension
  static final Grid GRID =
      Grid.up("--cores", "1", "--providers", "3", "--set", "cores=2", "--set", "memory=2GiB");

  private static final String LIAR = "provider-2";
  private static final Set<String> PROVIDERS = Set.of("provider-1", LIAR, "provider-3");
  private static final int ITEMS = 5000;
  private static final int ITEM_MILLIS = 10;

  /** More than a row keeps of a result. */
  private static final int LARGE = 40_000;

  @Test
  void outvotesAWrongAnswerAndTrustsItsNodeLess() throws Exception {
    assertThat(answer(10, true, null)).isEqualTo(new Answer(1, "x".repeat(10)));

    Wait.until(
        "reputations",
        () ->
            reputation(LIAR) < 0.5
                && reputation("provider-1") > 0.5
                && reputation("provider-3") > 0.5);
    try (Gate gate = new Gate()) {
      Scheduling trusted = Scheduling.DEFAULT.withMinReputation(0.5);
      for (int i = 0; i < 6; i++) {
        GRID.client().submit(GatedJob.class, gate.key(), o -> o.scheduling(trusted));
      }
      var visitors = gate.await("all slots of two nodes", them -> them.size() == 4);
      assertThat(visitors).extracting(ReplicasTest::nodeOf).doesNotContain(LIAR);
      gate.open();
    }
  }

  @Test
  void comparesLargeResultsByteForByte() throws Exception {
    assertThat(answer(LARGE, true, null)).isEqualTo(new Answer(1, "x".repeat(LARGE)));
  }

  @Test
  void asksTheJobsOwnComparatorWhereResultsDifferALittle() throws Exception {
    Answer answer = answer(10, false, CloseAnswers.class);

    assertThat(answer.value()).isCloseTo(1, within(1e-9)).isNotEqualTo(1);
    assertThat(answer.text()).isEqualTo("x".repeat(10));
  }

  @Test
  void asksTheJobsOwnComparatorOfLargeResults() throws Exception {
    Answer answer = answer(LARGE, false, CloseAnswers.class);

    assertThat(answer.value()).isCloseTo(1, within(1e-9)).isNotEqualTo(1);
    assertThat(answer.text()).isEqualTo("x".repeat(LARGE));
  }

  /** What is believed when the wrong answer comes first. */
  private static Answer answer(int length, boolean precise, @Nullable Class<?> comparator)
      throws Exception {
    Replication two = new Replication(3, 2, comparator == null ? null : comparator.getName(), null);
    try (Gate gate = new Gate()) {
      Asked asked = new Asked(gate.key(), GRID.process(LIAR).pid(), length, precise);
      JobHandle<Answer> job =
          GRID.client().submit(AnsweringJob.class, asked, options -> options.replication(two));
      gate.await(
          "a run on each node",
          them ->
              them.stream()
                  .map(ReplicasTest::nodeOf)
                  .collect(Collectors.toSet())
                  .equals(PROVIDERS));
      gate.pass(visitor -> nodeOf(visitor).equals(LIAR));
      Wait.until(
          "the first answer",
          () -> String.valueOf(job.task().view().reason()).startsWith("1 of its runs have ended"));
      gate.open();
      return Objects.requireNonNull(job.result());
    }
  }

  private static String nodeOf(Gate.Visitor visitor) {
    return GRID.nodeOf(visitor.pid());
  }

  private static double reputation(String node) {
    Map<String, String> attributes =
        GRID.client().resources().stream()
            .filter(resource -> resource.name().equals(node))
            .findFirst()
            .orElseThrow()
            .attributes();
    return Double.parseDouble(attributes.getOrDefault("gridmill.reputation", "0.5"));
  }

  @Test
  void combinesWhereItemsAreRunAndCountsEachOnceInItsOrder() throws Exception {
    JobHandle<Stretch> job =
        GRID.client().submitReducing(StretchJob.class, ITEMS, o -> o.sharedInput(ITEM_MILLIS));

    Stretch all = Objects.requireNonNull(job.result());

    assertThat(all.count()).isEqualTo(ITEMS);
    assertThat(all.sum()).isEqualTo(ITEMS * (ITEMS - 1L) / 2);
    assertThat(all.first()).isZero();
    assertThat(all.last()).isEqualTo(ITEMS - 1);
    assertThat(all.parts()).as("results that were left to one worker").isBetween(2, 256);
    assertThat(job.task().view().itemsByNode().keySet()).isEqualTo(PROVIDERS);
  }
}
