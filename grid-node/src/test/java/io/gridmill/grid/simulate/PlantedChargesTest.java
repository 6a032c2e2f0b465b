package io.gridmill.grid.simulate;

import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.RowUpdate.Outcome;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is checked of the ledger can fail: charges that are wrong on purpose are found. */
class PlantedChargesTest {
  private static Task with(Task task, List<Effect> owed) {
    return new Task(
        task.id(),
        task.version(),
        task.owner(),
        task.spec(),
        task.submittedAt(),
        task.state(),
        task.attempts(),
        task.handedBack(),
        task.startedAt(),
        task.progress(),
        task.checkpoint(),
        task.lastFailure(),
        task.array(),
        owed,
        task.given());
  }

  /** Changes what tasks owe after each change of their rows. */
  private static Planted owing(BiFunction<Task, Effect.Charge, List<Effect>> instead) {
    return new Planted() {
      @Override
      Task after(Task before, Task after, Object argument) {
        List<Effect> owed = new ArrayList<>();
        for (Effect effect : after.owed()) {
          boolean fresh = effect instanceof Effect.Charge && !before.owed().contains(effect);
          owed.addAll(fresh ? instead.apply(after, (Effect.Charge) effect) : List.of(effect));
        }
        return owed.equals(after.owed()) ? after : with(after, owed);
      }
    };
  }

  /** Changes what is written to the ledger. */
  private static SimulatedStore.Carrier writing(BiFunction<@Nullable Entry, Entry, Entry> instead) {
    return new SimulatedStore.Carrier() {
      @Override
      @SuppressWarnings("unchecked") // a row of entries holds an entry
      public <V, A, R> Outcome<V, R> carry(
          String by, Object key, RowUpdate<V, A, R> update, @Nullable V row, A argument) {
        Outcome<V, R> outcome = update.apply(row, argument);
        return argument instanceof Entry entry
            ? new Outcome<>((V) instead.apply((Entry) row, entry), outcome.answer())
            : outcome;
      }
    };
  }

  private static Effect.Charge as(Effect.Charge charge, String id, int attempt) {
    return new Effect.Charge(
        id, attempt, charge.lease(), charge.node(), charge.meter(), charge.payer());
  }

  private static Entry with(Entry entry, long amount) {
    return new Entry(
        entry.task(),
        entry.attempt(),
        entry.lease(),
        entry.payer(),
        entry.earner(),
        entry.node(),
        entry.held(),
        entry.from(),
        entry.to(),
        entry.perHour(),
        amount);
  }

  @Test
  void findsThatAnAttemptIsChargedAgainUnderAnotherCause() {
    PlantedBugsTest.isFound(
        () ->
            owing(
                (task, charge) ->
                    charge.lease() != null
                        ? List.of(charge)
                        : List.of(charge, as(charge, charge.id() + "a", charge.attempt() + 1))),
        "is charged for nothing");
  }

  @Test
  void findsThatAChargeIsDropped() {
    PlantedBugsTest.isFound(
        () -> owing((task, charge) -> List.of()), "succeeded and is not charged");
  }

  @Test
  void findsThatItemsOfALeaseThatWasCutShortAreNotCharged() {
    PlantedBugsTest.isFound(
        () ->
            owing(
                (task, charge) ->
                    charge.lease() != null && task.state() instanceof TaskState.Spread
                        ? List.of()
                        : List.of(charge)),
        "counts and is not charged");
  }

  @Test
  void findsThatAnAttemptIsChargedThatWasLost() {
    PlantedBugsTest.isFound(
        () ->
            new Planted() {
              @Override
              Task after(Task before, Task after, Object argument) {
                for (TaskEvent event : Planted.events(argument)) {
                  if (event instanceof TaskEvent.Lose
                      && after.version() > before.version()
                      && before.state() instanceof TaskState.Running run
                      && run.attempt().meter() != null) {
                    List<Effect> owed = new ArrayList<>(after.owed());
                    var meter = run.attempt().meter().keptAt(after.submittedAt());
                    owed.add(
                        new Effect.Charge(
                            after.version() + ".lost",
                            run.attempt().number(),
                            null,
                            run.attempt().node(),
                            meter,
                            null));
                    return with(after, owed);
                  }
                }
                return after;
              }
            },
        "is charged for nothing");
  }

  @Test
  void findsThatAnEntryIsWrittenOver() {
    PlantedBugsTest.isFound(
        () -> writing((row, entry) -> with(entry, entry.amount())), "is charged again");
  }

  @Test
  void findsThatAnEntryIsNotWhatItsFiguresComeTo() {
    PlantedBugsTest.isFound(
        () -> writing((row, entry) -> row == null ? with(entry, entry.amount() + 1) : row),
        "ledger: is wrong");
  }

  @Test
  void findsThatTheWrongAccountPays() {
    PlantedBugsTest.isFound(
        () ->
            owing(
                (task, charge) ->
                    List.of(
                        new Effect.Charge(
                            charge.id(),
                            charge.attempt(),
                            charge.lease(),
                            charge.node(),
                            charge.meter(),
                            "stranger"))),
        "is paid by stranger");
  }
}
