package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The table of chunks, with threads that bring them there and back while others hash.
 *
 * <p>They are platform threads, as the grid's client keeps buffers of a chunk's size by thread;
 * their number bounds what all transfers together hold of those. Idle ones end.
 */
final class Chunks {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 4, 16);
  private static final long IDLE_SECONDS = 10;

  private final Table<Chunk.Key, Chunk> table;
  private final ExecutorService threads;

  Chunks(Tables tables) {
    table = tables.open(Chunk.SCHEMA);
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("artifact-chunks-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  Future<?> put(Chunk.Key key, byte[] bytes) {
    return threads.submit(() -> table.put(key, new Chunk(bytes)));
  }

  Future<Optional<Chunk>> get(Chunk.Key key) {
    return threads.submit(() -> table.get(key));
  }

  boolean has(Chunk.Key key) {
    return table.get(key).isPresent();
  }

  void removeAll(Collection<Chunk.Key> keys) {
    table.removeAll(keys);
  }

  /** Waits for a chunk; a failure is thrown as it was. */
  static <T extends @Nullable Object> T await(Future<T> chunk) throws IOException {
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

  /** Waits until a chunk has arrived or failed, even if the thread is interrupted. */
  static void awaitEnd(Future<?> chunk) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        chunk.get();
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        ended = true; // whoever gave up on it knows why
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
