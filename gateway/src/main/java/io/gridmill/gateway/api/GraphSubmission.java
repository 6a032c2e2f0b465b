package io.gridmill.gateway.api;

import io.gridmill.gateway.submit.Batch;
import io.gridmill.gateway.submit.Outcome;
import io.gridmill.gateway.submit.Outcomes;
import io.gridmill.grid.account.Caller;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.client.TaskGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Submits tasks that depend on each other, those first that others depend on. */
final class GraphSubmission {
  private final Function<Batch, Outcomes> submit;

  GraphSubmission(Function<Batch, Outcomes> submit) {
    this.submit = submit;
  }

  /** What became of each line, in their order; a cycle is a reason to refuse all of them. */
  List<Outcome> submit(Caller caller, List<BatchLine> lines) {
    TaskGraph graph = new TaskGraph(lines, key -> TaskId.derived(caller.owner(), key));
    try {
      graph.requireNoCycle();
    } catch (GridException cycle) {
      return lines.stream().<Outcome>map(line -> new Outcome.Refused(cycle)).toList();
    }
    @Nullable Outcome[] outcomes = new Outcome[lines.size()];
    List<Integer> order = graph.order();
    for (int i = 0; i < order.size(); i += Batch.MOST) {
      List<Integer> some = order.subList(i, Math.min(order.size(), i + Batch.MOST));
      List<BatchLine> next = new ArrayList<>(some.size());
      some.forEach(line -> next.add(lines.get(line)));
      List<Outcome> answers = submit.apply(new Batch(caller, next)).list();
      for (int j = 0; j < some.size(); j++) {
        outcomes[some.get(j)] = answers.get(j);
      }
    }
    return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
  }
}
