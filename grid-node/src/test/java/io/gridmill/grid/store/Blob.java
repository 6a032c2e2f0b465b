package io.gridmill.grid.store;

import io.gridmill.grid.store.Schema.Placement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row with a payload, for tests. */
@SuppressWarnings("ArrayRecordComponent") // nothing compares blobs
public record Blob(String name, byte[] bytes) {
  public static final Schema<String, Blob> SCHEMA =
      new Schema<>(
              "blobs-of-test",
              Function.identity(),
              Function.identity(),
              Blob.class,
              1,
              List.of(Column.text("name", Blob::name)),
              Placement.CORE)
          .withPayload(Blob::bytes, (blob, bytes) -> new Blob(blob.name(), bytes));

  /** Names a blob anew and answers its size. */
  static final class Rename implements RowUpdate<Blob, String, Integer> {
    @Override
    public Class<String> argumentType() {
      return String.class;
    }

    @Override
    public Class<Integer> answerType() {
      return Integer.class;
    }

    @Override
    public Outcome<Blob, Integer> apply(@Nullable Blob row, String name) {
      byte[] bytes = row == null ? new byte[0] : row.bytes();
      return new Outcome<>(new Blob(name, bytes), bytes.length);
    }
  }
}
