package io.gridmill.grid.task;

import io.gridmill.grid.task.TaskState.Replicated;
import io.gridmill.grid.task.TaskState.Run;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.wire.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the comparator of a replicated task's job says of results whose digests differ. */
final class Comparison {
  private Comparison() {}

  /** Whether the comparator may find those to agree that do not by their digests. */
  static boolean isDue(TaskSpec spec, Replicated state) {
    Replication wanted = spec.replication();
    int results = results(state).size();
    return wanted != null
        && wanted.comparator() != null
        && !state.held()
        && results >= state.quorum()
        && results > state.compared()
        && Ballot.of(state).believed() == null
        && state.open().stream().noneMatch(Run::compares);
  }

  /** The results that are to be compared, in the order of the votes. */
  static List<TaskResult> results(Replicated state) {
    List<TaskResult> results = new ArrayList<>();
    for (Vote vote : state.votes()) {
      if (vote.result() != null) {
        results.add(vote.result());
      }
    }
    return results;
  }

  /**
   * The votes after the comparator has said which agree: those have one digest.
   *
   * @param said for each of the first results the place of the first one that it agrees with
   * @return null if it said something else
   */
  static @Nullable Replicated joined(Replicated state, TaskResult said) {
    List<Integer> firsts = firsts(said.inline());
    if (firsts == null || firsts.isEmpty() || firsts.size() > results(state).size()) {
      return null;
    }
    List<Vote> votes = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (Vote vote : state.votes()) {
      int place = digests.size();
      if (vote.result() == null || place >= firsts.size()) {
        votes.add(vote);
        continue;
      }
      int first = firsts.get(place);
      if (first < 0 || first > place) {
        return null;
      }
      digests.add(first == place ? vote.digest() : digests.get(first));
      votes.add(vote.with(digests.getLast()));
    }
    return new Replicated(
        state.replicas(),
        state.quorum(),
        state.open(),
        votes,
        state.notBefore(),
        state.held(),
        firsts.size());
  }

  private static @Nullable List<Integer> firsts(@Nullable RawJson json) {
    try {
      return json == null
          ? null
          : Arrays.stream(Wire.read(json.json(), int[].class)).boxed().toList();
    } catch (GridException e) {
      return null; // as good as nothing
    }
  }

  static Failure failed(Failure failure) {
    return new Failure(
        failure.code(), "replication.comparator: " + failure.message(), failure.detail());
  }
}
