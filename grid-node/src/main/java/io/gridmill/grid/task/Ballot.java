package io.gridmill.grid.task;

import io.gridmill.grid.task.TaskState.Replicated;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The votes of a replicated task, by what they say. */
record Ballot(int quorum, Map<String, List<Vote>> byDigest) {
  private static final int DIGITS = 8;

  static Ballot of(Replicated state) {
    Map<String, List<Vote>> byDigest = new LinkedHashMap<>();
    for (Vote vote : state.votes()) {
      byDigest.computeIfAbsent(vote.digest(), d -> new ArrayList<>(2)).add(vote);
    }
    return new Ballot(state.quorum(), byDigest);
  }

  /** How many agree at most. */
  int most() {
    return byDigest.values().stream().mapToInt(List::size).max().orElse(0);
  }

  /** The first of those that enough agree on; null if there are none. */
  @Nullable Vote believed() {
    for (List<Vote> same : byDigest.values()) {
      if (same.size() >= quorum) {
        return same.getFirst();
      }
    }
    return null;
  }

  /** Why there is no result, and in what they differ; nothing of what they are. */
  Failure disagreement() {
    List<Vote> firsts = byDigest.values().stream().map(List::getFirst).toList();
    String groups =
        byDigest.values().stream()
            .map(same -> same.size() + " × " + name(same.getFirst()))
            .collect(Collectors.joining(", "));
    int votes = byDigest.values().stream().mapToInt(List::size).sum();
    String message =
        "%d runs gave %d different results, and %d must agree; they differ in %s: %s"
            .formatted(votes, byDigest.size(), quorum, differences(firsts), groups);
    return Failure.of(ErrorCode.REPLICAS_DISAGREE, message);
  }

  private static String name(Vote vote) {
    if (vote.result() == null) {
      return vote.digest();
    }
    return vote.digest().substring(0, Math.min(DIGITS, vote.digest().length()));
  }

  private static String differences(List<Vote> votes) {
    List<TaskResult> results = new ArrayList<>();
    for (Vote vote : votes) {
      if (vote.result() != null) {
        results.add(vote.result());
      }
    }
    Set<String> names = new TreeSet<>();
    results.forEach(r -> names.addAll(r.outputs().keySet()));
    List<String> parts = new ArrayList<>();
    if (results.size() < votes.size()) {
      parts.add("how they ended");
    }
    if (differs(results, ResultDigest::ofJson)) {
      parts.add("the result");
    }
    for (String name : names) {
      if (differs(results, r -> String.valueOf(r.outputs().get(name)))) {
        parts.add("output " + name);
      }
    }
    return String.join(", ", parts);
  }

  private static boolean differs(List<TaskResult> results, Function<TaskResult, String> part) {
    return results.stream().map(part).distinct().count() > 1;
  }
}
