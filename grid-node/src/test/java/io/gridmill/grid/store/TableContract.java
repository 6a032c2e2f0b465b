package io.gridmill.grid.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Note.AddStars;
import io.gridmill.grid.store.Note.Take;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every table does, whatever holds its rows; what watches do is in {@link WatchContract}. */
public interface TableContract {
  /** The tables under test. */
  Tables tables();

  /** An empty table of notes. */
  default Table<String, Note> notes() {
    Table<String, Note> notes = tables().open(Note.schema("notes", 2));
    List<String> keys = new ArrayList<>();
    notes.scan(Query.ALL, n -> keys.add(n.id()));
    keys.add("new");
    notes.removeAll(keys);
    return notes;
  }

  private static Map<String, Note> byId(List<Note> notes) {
    return notes.stream().collect(Collectors.toMap(Note::id, Function.identity()));
  }

  @Test
  default void keepsARowAsItIs() {
    Table<String, Note> notes = notes();
    Note note =
        new Note("ä/'; \u0000 \"x\"", "ann", Note.State.DONE, Long.MIN_VALUE, 3, List.of("", "b"));
    notes.put(note.id(), note);
    assertThat(notes.get(note.id())).contains(note);
    assertThat(notes.get("another")).isEmpty();
  }

  @Test
  default void replacesAndRemovesRows() {
    Table<String, Note> notes = notes();
    notes.put("1", Note.of("1", "ann", 1));
    notes.put("1", Note.of("1", "bob", 2));
    assertThat(notes.get("1")).contains(Note.of("1", "bob", 2));
    assertThat(notes.remove("1")).isTrue();
    assertThat(notes.remove("1")).isFalse();
    assertThat(notes.get("1")).isEmpty();
  }

  @Test
  default void storesTheFirstRowOfAKeyOnly() {
    Table<String, Note> notes = notes();
    assertThat(notes.putIfAbsent("1", Note.of("1", "ann", 1))).isTrue();
    assertThat(notes.putIfAbsent("1", Note.of("1", "bob", 2))).isFalse();
    assertThat(notes.get("1")).contains(Note.of("1", "ann", 1));
  }

  @Test
  default void storesReadsAndRemovesManyRowsAtOnce() {
    Table<String, Note> notes = notes();
    Map<String, Note> all =
        byId(IntStream.range(0, 2_000).mapToObj(i -> Note.of("n" + i, "ann", i)).toList());
    notes.putAll(all);
    assertThat(notes.count(Query.ALL)).isEqualTo(2_000);
    assertThat(notes.getAll(List.of("n1", "n1999", "n2000")))
        .isEqualTo(Map.of("n1", all.get("n1"), "n1999", all.get("n1999")));
    assertThat(notes.getAll(List.of())).isEmpty();
    notes.removeAll(IntStream.range(0, 1_999).mapToObj(i -> "n" + i).toList());
    notes.putAll(Map.of());
    notes.removeAll(List.of());
    assertThat(notes.find(Query.ALL)).containsExactly(all.get("n1999"));
  }

  @Test
  default void sharesNoInstanceWithItsCaller() {
    Table<String, Note> notes = notes();
    List<String> tags = new ArrayList<>(List.of("a"));
    notes.put("1", new Note("1", "ann", Note.State.OPEN, 1, null, tags));
    tags.add("b");
    assertThat(notes.get("1").orElseThrow().tags()).containsExactly("a");
    notes.get("1").orElseThrow().tags().add("c");
    assertThat(notes.get("1").orElseThrow().tags()).containsExactly("a");
  }

  @Test
  default void keepsAPayloadBesideTheBody() {
    Table<String, Blob> blobs = tables().open(Blob.SCHEMA);
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    blobs.put("1", new Blob("one", bytes));
    blobs.put("2", new Blob("two", new byte[0]));
    assertThat(blobs.get("1").orElseThrow().bytes()).isEqualTo(bytes);
    assertThat(blobs.getAll(List.of("2")).values())
        .singleElement()
        .satisfies(blob -> assertThat(blob.bytes()).isEmpty());
    assertThat(blobs.find(Query.where("name", "one")).getFirst().bytes()).isEqualTo(bytes);
    assertThat(blobs.update("1", new Blob.Rename(), "three")).isEqualTo(bytes.length);
    assertThat(blobs.get("1").orElseThrow().name()).isEqualTo("three");
    assertThat(blobs.get("1").orElseThrow().bytes()).isEqualTo(bytes);
  }

  @Test
  default void keepsThePartThatStaysWhileTheRestChanges() {
    Table<String, Parcel> parcels = tables().open(Parcel.schema(2));
    parcels.put("1", new Parcel("12 Mill Lane", 0));
    parcels.put("2", new Parcel("13 Mill Lane", 0));
    for (int i = 1; i <= 3; i++) {
      assertThat(parcels.update("1", new Parcel.Move(), 1))
          .isEqualTo(new Parcel("12 Mill Lane", i));
    }
    assertThat(parcels.updateAll(Map.of("1", 4, "2", 7), new Parcel.Move()))
        .containsEntry("1", new Parcel("12 Mill Lane", 7))
        .containsEntry("2", new Parcel("13 Mill Lane", 7));
    assertThat(parcels.find(Query.where("stops", 7))).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  default void readsRowsFromBeforeAPartHadAPlaceOfItsOwn() {
    Table<String, Parcel> old = tables().open(Parcel.schema(1));
    old.put("old", new Parcel("14 Mill Lane", 3));
    Table<String, Parcel> parcels = tables().open(Parcel.schema(2));
    assertThat(parcels.get("old")).contains(new Parcel("14 Mill Lane", 3));
    assertThat(parcels.update("old", new Parcel.Move(), 1))
        .isEqualTo(new Parcel("14 Mill Lane", 4));
    assertThat(parcels.get("old")).contains(new Parcel("14 Mill Lane", 4));
  }

  @Test
  default void changesARowWhereItIsAndAnswers() {
    Table<String, Note> notes = notes();
    notes.put("1", Note.of("1", "ann", 1).starred(2));
    assertThat(notes.update("1", new AddStars(), 3)).isEqualTo(5);
    assertThat(notes.get("1")).contains(Note.of("1", "ann", 1).starred(5));
    assertThat(notes.find(Query.where("stars", 5))).hasSize(1);
    assertThat(notes.update("1", new AddStars(), 0)).isEqualTo(5);
    assertThat(notes.update("new", new AddStars(), 0)).isEqualTo(0);
    assertThat(notes.get("new")).isEmpty();
    assertThat(notes.update("new", new AddStars(), 1)).isEqualTo(1);
    assertThat(notes.update("1", new Take(), "test")).isEqualTo(Note.of("1", "ann", 1).starred(5));
    assertThat(notes.get("1")).isEmpty();
  }

  @Test
  default void changesManyRowsEachWithItsArgument() {
    Table<String, Note> notes = notes();
    Map<String, Integer> arguments = new HashMap<>();
    Map<String, Note> rows = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      rows.put("n" + i, Note.of("n" + i, "ann", i).starred(1000));
      arguments.put("n" + i, i);
    }
    notes.putAll(rows);
    Map<String, Integer> answers = notes.updateAll(arguments, new AddStars());
    assertThat(answers).hasSize(500);
    arguments.forEach((key, more) -> assertThat(answers.get(key)).isEqualTo(1000 + more));
    assertThat(notes.get("n499").orElseThrow().stars()).isEqualTo(1499);
    assertThat(notes.updateAll(Map.of(), new AddStars())).isEmpty();
  }

  @Test
  default void tellsWhyAChangeWasRefusedAndLeavesTheRow() {
    Table<String, Note> notes = notes();
    Note note = Note.of("1", "ann", 1).starred(2);
    notes.put("1", note);
    assertThatThrownBy(() -> notes.update("1", new AddStars(), -3))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessage("stars: -1 (expected: >= 0)");
    assertThatThrownBy(() -> notes.update("2", new Take(), "test"))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("nothing to take for test");
    assertThat(notes.get("1")).contains(note);
  }

  @Test
  default void tellsOfOneRefusedChangeAmongMany() {
    Table<String, Note> notes = notes();
    notes.put("1", Note.of("1", "ann", 1).starred(2));
    notes.put("2", Note.of("2", "ann", 1).starred(9));
    notes.put("3", Note.of("3", "ann", 1).starred(9));
    assertThatThrownBy(() -> notes.updateAll(Map.of("1", -3, "2", -3, "3", -3), new AddStars()))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("stars: -1 (expected: >= 0)");
    assertThat(notes.get("1").orElseThrow().stars()).isEqualTo(2);
    assertThat(notes.get("3").orElseThrow().stars()).isEqualTo(6);
  }

  @Test
  default void refusesAChangeThatIsNoClassOfItsOwn() {
    int captured = 7;
    RowUpdate<Note, Integer, Integer> inline =
        new RowUpdate<>() {
          @Override
          public Class<Integer> argumentType() {
            return Integer.class;
          }

          @Override
          public Class<Integer> answerType() {
            return Integer.class;
          }

          @Override
          public Outcome<Note, Integer> apply(@Nullable Note row, Integer argument) {
            return new Outcome<>(row, captured + tables().hashCode());
          }
        };
    Table<String, Note> notes = notes();
    assertThatThrownBy(() -> notes.update("1", inline, 1))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("constructor without parameters");
  }

  @Test
  default void losesNoneOfManyChangesAtOnce() throws Exception {
    Table<String, Note> notes = notes();
    Callable<Integer> adding =
        () -> {
          for (int i = 0; i < 100; i++) {
            notes.update("new", new AddStars(), 1);
            notes.updateAll(Map.of("a", 1, "b", 1, "c", 1), new AddStars());
          }
          return 0;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(List.of(adding, adding, adding, adding))) {
        done.get();
      }
    }
    assertThat(notes.getAll(List.of("new", "a", "b", "c")).values())
        .extracting(Note::stars)
        .containsExactly(400, 400, 400, 400);
    notes.removeAll(List.of("a", "b", "c"));
  }

  @Test
  default void findsRowsByTheirColumns() {
    Table<String, Note> notes = notes();
    Note a = Note.of("a", "ann", 1);
    Note b = Note.of("b", "ann", 2).done().starred(4);
    Note c = Note.of("c", "bob", 3).starred(5);
    Note d = new Note("d", "cid", Note.State.OPEN, 4, null, List.of("x"));
    notes.putAll(byId(List.of(a, b, c, d)));
    assertThat(notes.find(Query.where("owner", "ann"))).containsExactlyInAnyOrder(a, b);
    assertThat(notes.find(Query.where("owner", "ann", "bob").and("state", "OPEN")))
        .containsExactlyInAnyOrder(a, c);
    assertThat(notes.find(Query.ALL.andAtLeast("at", 2).andLess("at", 4)))
        .containsExactlyInAnyOrder(b, c);
    assertThat(notes.find(Query.ALL.andLess("stars", 5))).containsExactly(b);
    assertThat(notes.find(Query.where("tagged", true))).containsExactly(d);
    assertThat(notes.find(Query.ALL.andIn("owner", List.of()))).isEmpty();
    assertThat(notes.count(Query.where("owner", "ann").order("at", true).first(1))).isEqualTo(2);
    assertThat(notes.count(Query.where("state", "OPEN"))).isEqualTo(3);
    List<Note> scanned = new ArrayList<>();
    notes.scan(Query.where("owner", "bob", "cid"), scanned::add);
    assertThat(scanned).containsExactlyInAnyOrder(c, d);
  }

  @Test
  default void findsTheFirstRowsOfAnOrder() {
    Table<String, Note> notes = notes();
    Note a = Note.of("a", "ann", 5);
    Note b = Note.of("b", "ann", 7).starred(1);
    Note c = Note.of("c", "bob", 5).starred(3);
    Note d = Note.of("d", "ann", 5).starred(2);
    notes.putAll(byId(List.of(d, c, b, a)));
    assertThat(notes.find(Query.ALL.order("at", false))).containsExactly(a, c, d, b);
    assertThat(notes.find(Query.ALL.order("at", true))).containsExactly(b, a, c, d);
    assertThat(notes.find(Query.ALL.order("at", true).first(2))).containsExactly(b, a);
    assertThat(notes.find(Query.ALL.order("at", false).first(2))).containsExactly(a, c);
    assertThat(notes.find(Query.where("owner", "ann").order("stars", false)))
        .containsExactly(b, d, a);
    assertThat(notes.find(Query.where("owner", "ann").order("stars", true)))
        .containsExactly(d, b, a);
    assertThat(notes.find(Query.ALL.first(3))).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  default void findsWhatReadingEveryRowWouldFind() {
    Table<String, Note> notes = notes();
    Random random = new Random(7);
    List<Note> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Note note = Note.of("n" + i, "o" + random.nextInt(5), random.nextInt(50));
      note = random.nextBoolean() ? note.starred(random.nextInt(3)) : note;
      all.add(random.nextBoolean() ? note.done() : note);
    }
    notes.putAll(byId(all));
    Comparator<Note> byKey = Comparator.comparing(Note::id);
    for (int i = 0; i < 30; i++) {
      long least = random.nextInt(50);
      long below = least + random.nextInt(30);
      String owner = "o" + random.nextInt(6);
      int stars = random.nextInt(4);
      Query query = Query.ALL;
      Predicate<Note> wanted = n -> true;
      if (random.nextBoolean()) {
        query = query.and("owner", owner, "o1");
        wanted = wanted.and(n -> n.owner().equals(owner) || n.owner().equals("o1"));
      }
      if (random.nextBoolean()) {
        query = query.andAtLeast("at", least).andLess("at", below);
        wanted = wanted.and(n -> n.at() >= least && n.at() < below);
      }
      if (random.nextBoolean()) {
        query = query.and("state", "DONE").andAtLeast("stars", stars);
        wanted =
            wanted.and(
                n -> n.state() == Note.State.DONE && n.stars() != null && n.stars() >= stars);
      }
      assertThat(notes.count(query)).isEqualTo(all.stream().filter(wanted).count());
      assertThat(notes.find(query))
          .containsExactlyInAnyOrderElementsOf(all.stream().filter(wanted).toList());
      boolean down = random.nextBoolean();
      Comparator<Note> order = Comparator.comparingLong(Note::at);
      order = (down ? order.reversed() : order).thenComparing(byKey);
      assertThat(notes.find(query.order("at", down).first(10)))
          .isEqualTo(all.stream().filter(wanted).sorted(order).limit(10).toList());
    }
  }

  @Test
  default void refusesQueriesThatItsColumnsCannotAnswer() {
    Table<String, Note> notes = notes();
    assertThatThrownBy(() -> notes.find(Query.where("colour", "red")))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("column of table notes: colour (expected: one of [");
    assertThatThrownBy(() -> notes.find(Query.where("at", "noon")))
        .hasMessage("column at of table notes: noon (expected: a Long)");
    assertThatThrownBy(() -> notes.count(Query.ALL.order("colour", true)))
        .isInstanceOf(GridException.class);
    assertThatThrownBy(() -> notes.watch(Query.where("owner", 1L), changes -> {}))
        .isInstanceOf(GridException.class);
  }

  @Test
  default void readsRowsOfTheVersionBeforeAndNoOlderOrNewerOnes() {
    Table<String, Note> old = tables().open(Note.schema("versions", 1));
    old.put("1", Note.of("1", "ann", 1));
    Table<String, Note> next = tables().open(Note.schema("versions", 2));
    assertThat(next.get("1")).contains(Note.of("1", "ann", 1));
    Table<String, Note> newest = tables().open(Note.schema("versions", 3));
    assertThatThrownBy(() -> newest.get("1"))
        .isInstanceOf(UnreadableRow.class)
        .hasMessage("table versions, row 1: version 1 (expected: 3 or the one before)");
    next.put("1", Note.of("1", "ann", 2));
    assertThatThrownBy(() -> old.get("1")).hasMessageContaining("version 2 (expected: 1");
  }

  @Test
  default void passesOverRowsThatItCannotReadIfAskedTo() {
    Table<String, Note> notes = tables().open(Note.schema("versions", 1));
    notes.put("1", Note.of("1", "ann", 1));
    tables().open(Note.schema("versions", 3)).put("2", Note.of("2", "ann", 2));
    List<String> read = new ArrayList<>();
    List<String> not = new ArrayList<>();
    notes.scan(Query.ALL, note -> read.add(note.id()), row -> not.add(row.key()));
    assertThat(read).containsExactly("1");
    assertThat(not).containsExactly("2");
    assertThatThrownBy(() -> notes.scan(Query.ALL, note -> {}))
        .isInstanceOf(UnreadableRow.class)
        .hasMessage("table versions, row 2: version 3 (expected: 1 or the one before)");
  }

  @Test
  default void handsRowsOnAPartAtATime() {
    Table<String, Note> notes = notes();
    notes.putAll(byId(IntStream.range(0, 900).mapToObj(i -> Note.of("n" + i, "ann", i)).toList()));
    notes.put("bob", Note.of("bob", "bob", 1));
    Table.Parts<String, Note> parts = notes.parts(Query.where("owner", "ann"));
    List<String> seen = new ArrayList<>();
    while (parts.next(note -> seen.add(note.id()), _ -> {})) {
      assertThat(seen).hasSizeLessThanOrEqualTo(900);
    }
    assertThat(seen).hasSize(900).doesNotHaveDuplicates().doesNotContain("bob");
  }

  @Test
  default void handsRowsOnWhileOthersChange() throws Exception {
    Table<String, Note> notes = notes();
    notes.putAll(byId(IntStream.range(0, 500).mapToObj(i -> Note.of("n" + i, "ann", i)).toList()));
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      var changes =
          threads.submit(
              () -> {
                for (int i = 0; i < 500; i++) {
                  notes.update("n" + i, new AddStars(), 1);
                }
              });
      notes.scan(Query.where("owner", "ann"), n -> seen.add(n.id()));
      changes.get();
    }
    assertThat(seen).hasSize(500).doesNotHaveDuplicates();
  }
}
