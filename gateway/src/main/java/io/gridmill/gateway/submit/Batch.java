package io.gridmill.gateway.submit;

import io.gridmill.grid.account.Caller;
import io.gridmill.job.client.BatchLine;
import java.util.List;

/**
 * Tasks that a caller wants.
 *
 * @param lines at most {@value #MOST}
 */
public record Batch(Caller caller, List<BatchLine> lines) {
  /** The most tasks that are taken in one go. */
  public static final int MOST = 1000;

  public Batch {
    lines = List.copyOf(lines);
  }
}
