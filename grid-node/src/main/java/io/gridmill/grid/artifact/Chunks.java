package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The table of chunks, with a thread of its own for each chunk on its way. */
final class Chunks {
  private final Table<Chunk.Key, Chunk> table;

  Chunks(Tables tables) {
    table = tables.open(Chunk.SCHEMA);
  }

  CompletableFuture<Void> put(Chunk.Key key, byte[] bytes) {
    return CompletableFuture.runAsync(() -> table.put(key, new Chunk(bytes)), Chunks::run);
  }

  CompletableFuture<Optional<Chunk>> get(Chunk.Key key) {
    return CompletableFuture.supplyAsync(() -> table.get(key), Chunks::run);
  }

  void removeAll(Collection<Chunk.Key> keys) {
    table.removeAll(keys);
  }

  private static void run(Runnable task) {
    Thread.ofVirtual().name("artifact-chunk").start(task);
  }

  /** Waits for a chunk; a failure is thrown as it was. */
  static <T> T await(CompletableFuture<T> chunk) throws IOException {
    try {
      return chunk.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while a chunk was on its way");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("chunks fail unchecked only", e);
    }
  }
}
