package io.gridmill.grid.history;

import org.jspecify.annotations.Nullable;

/** What a thing does when its callers come one after the other. */
public interface Model<S, I, O> {
  S initial();

  /**
   * What a call makes of a state.
   *
   * @param output the answer that was seen; null if none was, so that any will do
   * @return the next state, the same instance if the call changes nothing; null if the call cannot
   *     have had this answer
   */
  @Nullable S step(S state, I input, @Nullable O output);
}
