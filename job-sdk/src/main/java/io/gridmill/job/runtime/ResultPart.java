package io.gridmill.job.runtime;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Results of consecutive items, kept somewhere, to be reduced.
 *
 * @param items how many items there are
 * @param ndjson one line for each; null if none gave a result
 */
public record ResultPart(long items, @Nullable Source ndjson) {

  /** Opens what was kept. Called once, when the reduction gets there. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }
}
