package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Schema;
import java.util.List;

/**
 * A piece of content: as many bytes as all its pieces have, fewer only at its end.
 *
 * @param bytes the piece; never changed once it is here
 */
@SuppressWarnings("ArrayRecordComponent") // chunks are never compared
record Chunk(byte[] bytes) {
  /** How many bytes the chunks of new content have. */
  static final int SIZE = 1 << 20;

  static final Schema<Key, Chunk> SCHEMA =
      new Schema<>(
              "chunks",
              Key::toString,
              Key::parse,
              Chunk.class,
              1,
              List.of(),
              Schema.Placement.EVERYWHERE)
          .withPayload(Chunk::bytes, (chunk, bytes) -> new Chunk(bytes));

  /** Names a chunk by its writer and its number in the content. */
  record Key(String writer, int number) {
    static Key parse(String text) {
      int dot = text.lastIndexOf('.');
      return new Key(text.substring(0, dot), Integer.parseInt(text.substring(dot + 1)));
    }

    @Override
    public String toString() {
      return writer + "." + number;
    }
  }
}
