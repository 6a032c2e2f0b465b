package io.gridmill.grid.store.ignite;

import io.gridmill.job.GridException;
import org.apache.ignite.Ignite;
import org.apache.ignite.compute.ComputeJobContext;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.apache.ignite.resources.JobContextResource;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the member that answers it. The handler runs on a thread of its own while
 * Ignite holds the job, so that handlers that wait take no thread of Ignite's.
 */
final class Question implements IgniteCallable<RowAnswer> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final byte[] question;

  @IgniteInstanceResource private transient @Nullable Ignite ignite;
  @JobContextResource private transient @Nullable ComputeJobContext job;
  private transient volatile @Nullable RowAnswer answer;

  Question(String topic, byte[] question) {
    this.topic = topic;
    this.question = question;
  }

  @Override
  public @Nullable RowAnswer call() {
    RowAnswer known = answer;
    if (known != null) {
      return known;
    }
    if (ignite == null || job == null) {
      throw new IllegalStateException("node and job: missing (expected: set by Ignite)");
    }
    LocalNode node = LocalNode.of(ignite);
    ComputeJobContext held = job;
    held.holdcc();
    node.handlers()
        .execute(
            () -> {
              answer = answer(node);
              held.callcc();
            });
    return null;
  }

  private RowAnswer answer(LocalNode node) {
    try {
      return RowAnswer.json(node.topics().answer(topic, question));
    } catch (GridException e) {
      return RowAnswer.refused(e);
    }
  }
}
