package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * How often a task is run, on nodes of distinct owners, before its result is believed.
 *
 * <p>The owner of a node is its label {@code owner}; a node without one is its own. No owner runs a
 * task twice to an end. When {@code quorum} runs agree, their result is the task's, and what runs
 * still is stopped. While fewer do, more runs follow, at most {@code replicas} times as many in all
 * as the task has attempts; then it fails as {@link ErrorCode#REPLICAS_DISAGREE}. An error of the
 * job's own is a result, too, which agrees with another of the same {@link ErrorCode}.
 *
 * <p>Two results agree if their JSON is the same but for white space, the order of fields and the
 * way numbers are written, and their named outputs are the same byte for byte. A job whose results
 * differ a little from run to run names a comparator.
 *
 * @param replicas how many runs are started; 2 to 16
 * @param quorum how many of them must agree; default: more than half of the replicas
 * @param comparator the class, in the job's own jar, that tells whether two results agree whose
 *     digests differ: a {@code ResultComparator}; null for none
 * @param rate the share of such tasks that is replicated, 0 to 1, as a spot check; the others run
 *     once; default 1
 */
public record Replication(
    int replicas, int quorum, @Nullable String comparator, @Nullable Double rate) {
  public Replication {
    quorum = quorum == 0 ? replicas / 2 + 1 : quorum;
    rate = rate == null ? 1.0 : rate;
    if (replicas < 2 || replicas > 16) {
      throw GridException.invalid("replication.replicas", replicas, "2 to 16");
    }
    if (quorum < 1 || quorum > replicas) {
      throw GridException.invalid("replication.quorum", quorum, "1 to replicas, " + replicas);
    }
    if (comparator != null && comparator.isBlank()) {
      throw GridException.invalid("replication.comparator", comparator, "the name of a class");
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw GridException.invalid("replication.rate", rate, "0 to 1");
    }
  }
}
