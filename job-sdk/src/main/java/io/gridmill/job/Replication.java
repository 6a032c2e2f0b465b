package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * How often a task is run, on nodes of distinct owners, before its result is believed. A grid of
 * this release refuses tasks that ask for it.
 *
 * @param replicas how many runs are started; 2 to 16
 * @param quorum how many of them must agree; default: more than half of the replicas
 * @param comparator the class, in the job's own jar, that tells whether two results agree; null to
 *     compare their SHA-256 digests
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
    if (!(rate >= 0 && rate <= 1)) {
      throw GridException.invalid("replication.rate", rate, "0 to 1");
    }
  }
}
