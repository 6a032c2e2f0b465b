package io.gridmill.grid.task;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Carries out each request at once, in its caller's thread: where one thread does everything. */
final class Directly<A, R> implements Requests<A, R> {
  private final Function<List<A>, List<R>> carry;

  Directly(String name, int most, Function<List<A>, List<R>> carry) {
    this.carry = carry;
  }

  @Override
  public CompletableFuture<R> add(A request) {
    try {
      return CompletableFuture.completedFuture(carry.apply(List.of(request)).getFirst());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    // nothing is under way between two calls
  }
}
