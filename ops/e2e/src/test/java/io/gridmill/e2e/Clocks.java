package io.gridmill.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wall clocks of processes that can be set, each by a file of its own. It takes a C compiler; where
 * there is none all clocks stay right.
 */
final class Clocks {
  private static final long PATIENCE_SECONDS = 60;

  private final Path dir;
  private final @Nullable Path library;

  Clocks(Path dir) throws IOException, InterruptedException {
    this.dir = Files.createDirectories(dir);
    this.library = compile(dir);
  }

  private static @Nullable Path compile(Path dir) throws IOException, InterruptedException {
    Path source = dir.resolve("clock.c");
    try (InputStream in = Clocks.class.getResourceAsStream("/clock.c")) {
      Files.copy(Objects.requireNonNull(in, "clock.c"), source);
    }
    Path library = dir.resolve("clock.so");
    try {
      Process compiler =
          new ProcessBuilder("cc", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl")
              .inheritIO()
              .start();
      if (!compiler.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
        throw new IOException("clock.c cannot be compiled");
      }
      return library;
    } catch (IOException e) {
      System.out.println("clocks do not jump in chaos, as that takes a C compiler: " + e);
      return null;
    }
  }

  private Path file(String host) {
    return dir.resolve(host + ".clock");
  }

  /** Has a process that is about to start go by the clock of its host. */
  void give(Map<String, String> environment, String host) throws IOException {
    if (library != null) {
      if (!Files.exists(file(host))) {
        set(host, Duration.ZERO);
      }
      environment.put("LD_PRELOAD", library.toString());
      environment.put("CLOCK_FILE", file(host).toString());
    }
  }

  /** Sets a host's clock so far ahead of what it should be; negative for behind. */
  void set(String host, Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    Files.write(file(host), seconds.putLong(ahead.toSeconds()).array());
  }
}
