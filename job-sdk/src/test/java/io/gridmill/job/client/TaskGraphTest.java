package io.gridmill.job.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskGraphTest {
  private static BatchLine line(String key, String... after) {
    return new BatchLine(key, TaskSpec.command("true"), List.of(after));
  }

  private static TaskGraph graph(List<BatchLine> lines) {
    return new TaskGraph(lines, key -> TaskId.derived("me", key));
  }

  @Test
  void putsEachAfterThoseThatItDependsOnByKeyByIdOrByOutput() {
    TaskSpec byId =
        TaskSpec.command("true")
            .withDependencies(
                List.of(TaskId.derived("me", "b")), Map.of("x", TaskOutput.ofKey("c")));
    List<BatchLine> lines =
        List.of(new BatchLine("a", byId), line("b", "d"), line("c", "b", "elsewhere"), line("d"));
    assertThat(graph(lines).order()).containsExactly(3, 1, 2, 0);
    BatchLine resolved = lines.getFirst().resolved("me");
    assertThat(resolved.spec().dependsOn())
        .containsExactly(TaskId.derived("me", "b"), TaskId.derived("me", "c"));
  }

  @Test
  void namesTheCycleAndNotWhatLeadsToIt() {
    List<BatchLine> lines = List.of(line("x", "a"), line("a", "b"), line("b", "c"), line("c", "a"));
    assertThatThrownBy(() -> graph(lines).requireNoCycle())
        .hasMessage("after: a -> b -> c -> a (expected: no cycle)");
  }

  @Test
  void ordersALongChainThatComesBackwards() {
    List<BatchLine> lines = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      lines.add(line("k" + i, "k" + (i + 1)));
    }
    lines.add(line("k100000"));
    TaskGraph graph = graph(lines);
    graph.requireNoCycle();
    assertThat(graph.order()).hasSize(100_001).startsWith(100_000, 99_999);
  }
}
