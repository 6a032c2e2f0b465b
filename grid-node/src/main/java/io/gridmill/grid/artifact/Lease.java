package io.gridmill.grid.artifact;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Files of a node's cache that stay where they are until the lease is closed. */
public final class Lease implements AutoCloseable {
  private final Map<String, Path> files;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(Map<String, Path> files, Runnable release) {
    this.files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    this.release = release;
  }

  /** The files, by the names that they were asked for by; read-only, and named by digest. */
  public Map<String, Path> files() {
    return files;
  }

  /** The file, of a lease of one. */
  public Path file() {
    return files.values().iterator().next();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
