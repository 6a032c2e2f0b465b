package io.gridmill.grid.task;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Takes requests of one kind, and answers each. */
public interface Requests<A, R> extends AutoCloseable {
  CompletableFuture<R> add(A request);

  @Override
  void close();

  /** Says how single requests come together. */
  interface Gatherer {
    /** On a thread of their own: while some are under way, the next gather. */
    Gatherer ON_THREADS = Gathering::new;

    /** Each at once, in its caller's thread: where one thread does everything. */
    Gatherer DIRECTLY = Directly::new;

    /**
     * Begins to take requests of one kind.
     *
     * @param most the most that go together
     * @param carry carries out some, and answers in their order
     */
    <A, R> Requests<A, R> gather(String name, int most, Function<List<A>, List<R>> carry);
  }
}
