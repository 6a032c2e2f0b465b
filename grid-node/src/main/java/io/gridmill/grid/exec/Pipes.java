package io.gridmill.grid.exec;

import io.gridmill.worker.protocol.LineStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what processes write, line by line. A reader that is slow makes the process wait. */
final class Pipes {
  private static final Logger log = LoggerFactory.getLogger(Pipes.class);

  private Pipes() {}

  /** Starts to read; the thread ends with the stream. */
  static Thread read(InputStream pipe, String name, Consumer<String> lines) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try (pipe;
                  LineStream cut = new LineStream(lines)) {
                pipe.transferTo(cut);
                cut.endLine();
              } catch (IOException e) {
                log.debug("{} ended: {}", name, e.toString()); // closed along with its process
              }
            });
  }

  /**
   * Waits for the rest, which comes at once, unless a process that was left behind has the pipe.
   */
  static void await(Thread reader) {
    try {
      reader.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
