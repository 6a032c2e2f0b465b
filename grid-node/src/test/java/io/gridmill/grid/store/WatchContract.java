package io.gridmill.grid.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Note.AddStars;
import io.gridmill.grid.store.Table.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every table's watches do. */
public interface WatchContract {
  long SECONDS = 20;

  /** An empty table of notes. */
  Table<String, Note> notes();

  private static Change<String, Note> next(BlockingQueue<Change<String, Note>> seen)
      throws InterruptedException {
    Change<String, Note> change = seen.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(change).as("a change within %d s", SECONDS).isNotNull();
    return change;
  }

  @Test
  default void tellsOfChangesThatMatchAndOfNoOthers() throws Exception {
    Table<String, Note> notes = notes();
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    notes.put("before", Note.of("before", "ann", 1));
    try (var watch = notes.watch(Query.where("owner", "ann"), seen::addAll)) {
      assertThat(watch).isNotNull();
      notes.put("1", Note.of("1", "ann", 1));
      notes.put("2", Note.of("2", "bob", 2));
      notes.updateAll(Map.of("1", 4), new AddStars());
      notes.put("1", Note.of("1", "bob", 3));
      notes.putIfAbsent("3", Note.of("3", "ann", 4));
      notes.putIfAbsent("3", Note.of("3", "ann", 5));
      notes.update("3", new AddStars(), 0);
      notes.put("end", Note.of("end", "ann", 9));

      Map<String, List<Optional<Note>>> rows = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        Change<String, Note> change = next(seen);
        assertThat(change.column("owner")).isEqualTo("ann");
        assertThat(change.column("at")).isEqualTo(change.row().orElseThrow().at());
        assertThat(change.column("stars")).isEqualTo(change.row().orElseThrow().stars());
        rows.computeIfAbsent(change.key(), k -> new ArrayList<>()).add(change.row());
      }
      assertThat(rows.keySet()).containsExactlyInAnyOrder("1", "3", "end");
      assertThat(rows.get("1"))
          .containsExactly(
              Optional.of(Note.of("1", "ann", 1)), Optional.of(Note.of("1", "ann", 1).starred(4)));
      assertThat(rows.get("3")).containsExactly(Optional.of(Note.of("3", "ann", 4)));
    }
  }

  @Test
  default void tellsOfARemovedRowWithItsLastColumns() throws Exception {
    Table<String, Note> notes = notes();
    notes.put("1", Note.of("1", "bob", 7));
    notes.put("2", Note.of("2", "ann", 8));
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    try (var watch = notes.watch(Query.where("owner", "ann"), seen::addAll)) {
      assertThat(watch).isNotNull();
      notes.remove("1");
      notes.removeAll(List.of("2"));
      Change<String, Note> change = next(seen);
      assertThat(change.key()).isEqualTo("2");
      assertThat(change.row()).isEmpty();
      assertThat(change.column("at")).isEqualTo(8L);
    }
  }

  @Test
  default void keepsTheOrderOfAKeysChanges() throws Exception {
    Table<String, Note> notes = notes();
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    try (var watch = notes.watch(Query.ALL, seen::addAll)) {
      assertThat(watch).isNotNull();
      for (int i = 1; i <= 100; i++) {
        notes.updateAll(Map.of("a", 1, "b", 1, "c", 1), new AddStars());
      }
      Map<String, List<Object>> stars = new HashMap<>();
      for (int i = 0; i < 300; i++) {
        Change<String, Note> change = next(seen);
        stars
            .computeIfAbsent(change.key(), k -> new ArrayList<>())
            .add(change.row().orElseThrow().stars());
      }
      assertThat(stars.keySet()).containsExactlyInAnyOrder("a", "b", "c");
      stars.values().forEach(s -> assertThat(s).hasSize(100).isSorted());
    } finally {
      notes.removeAll(List.of("a", "b", "c"));
    }
  }

  @Test
  default void gathersChangesWhileTheListenerIsBusy() throws Exception {
    Table<String, Note> notes = notes();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    Consumer<List<Change<String, Note>>> listener =
        changes -> {
          sizes.add(changes.size());
          busy.countDown();
          awaited(goOn);
        };
    try (var watch = notes.watch(Query.ALL, listener)) {
      assertThat(watch).isNotNull();
      notes.put("0", Note.of("0", "ann", 0));
      awaited(busy);
      for (int i = 1; i <= 50; i++) {
        notes.put("n" + i, Note.of("n" + i, "ann", i));
      }
      goOn.countDown();
      int told = 0;
      int calls = 0;
      while (told < 51) {
        Integer size = sizes.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(size).isNotNull();
        told += size;
        calls++;
      }
      assertThat(told).isEqualTo(51);
      assertThat(calls).isLessThan(51);
    }
  }

  @Test
  default void tellsOfLaterChangesAfterTheListenerFailed() throws Exception {
    Table<String, Note> notes = notes();
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    CountDownLatch failed = new CountDownLatch(1);
    Consumer<List<Change<String, Note>>> listener =
        changes -> {
          if (failed.getCount() > 0) {
            failed.countDown();
            throw new IllegalStateException("as the test wants it");
          }
          seen.addAll(changes);
        };
    try (var watch = notes.watch(Query.ALL, listener)) {
      assertThat(watch).isNotNull();
      notes.put("1", Note.of("1", "ann", 1));
      awaited(failed);
      notes.put("2", Note.of("2", "ann", 2));
      assertThat(next(seen).key()).isEqualTo("2");
    }
  }

  @Test
  default void tellsOfNothingOnceClosed() throws Exception {
    Table<String, Note> notes = notes();
    BlockingQueue<Change<String, Note>> seen = new LinkedBlockingQueue<>();
    BlockingQueue<Change<String, Note>> other = new LinkedBlockingQueue<>();
    var watch = notes.watch(Query.ALL, seen::addAll);
    try (var stays = notes.watch(Query.ALL, other::addAll)) {
      assertThat(stays).isNotNull();
      notes.put("1", Note.of("1", "ann", 1));
      assertThat(next(seen).key()).isEqualTo("1");
      watch.close();
      notes.put("2", Note.of("2", "ann", 2));
      assertThat(next(other).key()).isEqualTo("1");
      assertThat(next(other).key()).isEqualTo("2");
      assertThat(seen).isEmpty();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
