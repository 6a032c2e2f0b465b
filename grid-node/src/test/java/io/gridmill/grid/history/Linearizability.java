package io.gridmill.grid.history;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of calls that explains their answers: each call takes effect at one instant
 * between its beginning and its answer (Herlihy and Wing, 1990).
 *
 * <p>The search is that of Wing and Gong (1993), which takes next any call that began before the
 * first answer that is still to be explained, with the memory of Lowe (2017): the same calls that
 * lead to the same state are followed once. A call without an answer may be left out; where it
 * changes nothing it always is.
 */
public final class Linearizability<S, I, O> {
  private static final int MOST_VISITED = 50_000;

  private final Model<S, I, O> model;
  private final List<Operation<I, O>> calls;
  private final Set<Visited<S>> visited = new HashSet<>();
  private BitSet furthest = new BitSet();

  /** So many calls may have happened at so many times that it would take too long to try all. */
  public static final class TooManyWays extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyWays(int calls) {
      super(calls + " calls can be ordered in too many ways");
    }
  }

  private record Visited<S>(BitSet taken, S state) {}

  private record Place<S>(BitSet taken, S state) {}

  private Linearizability(Model<S, I, O> model, List<Operation<I, O>> calls) {
    this.model = model;
    this.calls = calls.stream().sorted(Comparator.comparingLong(Operation<I, O>::called)).toList();
  }

  /** What cannot be explained of these calls; empty if all can be. */
  public static <S, I, O> Optional<String> check(
      Model<S, I, O> model, List<Operation<I, O>> calls) {
    return new Linearizability<>(model, calls).search();
  }

  private Optional<String> search() {
    Deque<Place<S>> open = new ArrayDeque<>();
    open.push(new Place<>(new BitSet(), model.initial()));
    while (!open.isEmpty()) {
      Place<S> place = open.pop();
      if (follow(place, open)) {
        return Optional.empty();
      }
      if (visited.size() > MOST_VISITED) {
        throw new TooManyWays(calls.size());
      }
    }
    return Optional.of(unexplained());
  }

  /** Adds where one could go on from a place; tells whether all answers are explained there. */
  private boolean follow(Place<S> place, Deque<Place<S>> open) {
    BitSet taken = place.taken();
    if (taken.cardinality() > furthest.cardinality()) {
      furthest = taken;
    }
    long firstAnswer = Operation.NEVER;
    int first = taken.nextClearBit(0);
    for (int i = first; i < calls.size() && calls.get(i).called() <= firstAnswer; i++) {
      if (!taken.get(i)) {
        firstAnswer = Math.min(firstAnswer, calls.get(i).returned());
      }
    }
    if (firstAnswer == Operation.NEVER) {
      return true;
    }
    int past = first + 1;
    while (past < calls.size() && calls.get(past).called() <= firstAnswer) {
      past++;
    }
    // The earliest call is tried first, so it is pushed last; those without an answer come at the
    // very end, as most of them are not needed to explain the others.
    push(place, first, past, false, open);
    push(place, first, past, true, open);
    return false;
  }

  private void push(Place<S> place, int first, int past, boolean answered, Deque<Place<S>> open) {
    for (int i = past - 1; i >= first; i--) {
      if (!place.taken().get(i) && answered == (calls.get(i).returned() != Operation.NEVER)) {
        S next = next(place.state(), calls.get(i));
        if (next != null) {
          BitSet more = (BitSet) place.taken().clone();
          more.set(i);
          if (visited.add(new Visited<>(more, next))) {
            open.push(new Place<>(more, next));
          }
        }
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same instance says that nothing has changed
  private @Nullable S next(S state, Operation<I, O> call) {
    S next = model.step(state, call.input(), call.output());
    return call.returned() == Operation.NEVER && next == state ? null : next;
  }

  private String unexplained() {
    StringBuilder text = new StringBuilder("no order explains these calls (> cannot be placed):\n");
    for (int i = 0; i < calls.size(); i++) {
      text.append(furthest.get(i) ? "  " : "> ").append(calls.get(i)).append('\n');
    }
    return text.toString();
  }
}
