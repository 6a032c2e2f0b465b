package io.gridmill.grid.store;

import io.gridmill.grid.store.Schema.Placement;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row for tests. */
public record Note(
    String id, String owner, State state, long at, @Nullable Integer stars, List<String> tags) {
  enum State {
    OPEN,
    DONE
  }

  public static Note of(String id, String owner, long at) {
    return new Note(id, owner, State.OPEN, at, null, List.of());
  }

  Note starred(int stars) {
    return new Note(id, owner, state, at, stars, tags);
  }

  Note done() {
    return new Note(id, owner, State.DONE, at, stars, tags);
  }

  public static Schema<String, Note> schema(String table, int version) {
    return new Schema<>(
        table,
        Function.identity(),
        Function.identity(),
        Note.class,
        version,
        List.of(
            Column.<Note>text("owner", Note::owner).withIndex(),
            Column.<Note>text("state", n -> n.state().name()),
            Column.<Note>number("at", Note::at).withIndex(),
            Column.<Note>integer("stars", Note::stars),
            Column.<Note>flag("tagged", n -> !n.tags().isEmpty())),
        Placement.EVERYWHERE);
  }

  /** Adds stars to a note, which is made where there is none; below zero is refused. */
  public static final class AddStars implements RowUpdate<Note, Integer, Integer> {
    @Override
    public Class<Integer> argumentType() {
      return Integer.class;
    }

    @Override
    public Class<Integer> answerType() {
      return Integer.class;
    }

    @Override
    public Outcome<Note, Integer> apply(@Nullable Note row, Integer more) {
      Note note = row == null ? Note.of("new", "nobody", 0) : row;
      int stars = (note.stars() == null ? 0 : note.stars()) + more;
      if (stars < 0) {
        throw new GridException(ErrorCode.CONFLICT, "stars: " + stars + " (expected: >= 0)");
      }
      return new Outcome<>(more == 0 ? row : note.starred(stars), stars);
    }
  }

  /** Removes a note and answers what it was. */
  public static final class Take implements RowUpdate<Note, String, Note> {
    @Override
    public Class<String> argumentType() {
      return String.class;
    }

    @Override
    public Class<Note> answerType() {
      return Note.class;
    }

    @Override
    public Outcome<Note, Note> apply(@Nullable Note row, String reason) {
      if (row == null) {
        throw new IllegalStateException("nothing to take for " + reason);
      }
      return new Outcome<>(null, row);
    }
  }
}
