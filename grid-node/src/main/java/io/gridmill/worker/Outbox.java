package io.gridmill.worker;

import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.FrameConnection;
import io.gridmill.worker.protocol.Payload;
import io.gridmill.worker.protocol.ProtocolException;
import io.gridmill.worker.protocol.RunMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The way to the node. A worker that cannot reach its node any more ends at once. */
final class Outbox {
  private final FrameConnection node;
  private final RunMark mark;
  private final Path folder;
  private final AtomicLong files = new AtomicLong();

  /**
   * @param folder where large payloads are left for the node
   */
  Outbox(FrameConnection node, RunMark mark, Path folder) {
    this.node = node;
    this.mark = mark;
    this.folder = folder;
  }

  void send(Frame.FromWorker frame) {
    sendSoon(frame, false);
  }

  /**
   * Sends a frame.
   *
   * @param more whether more is likely to follow within a moment: then it may wait for that
   */
  void sendSoon(Frame.FromWorker frame, boolean more) {
    try {
      if (more) {
        node.sendSoon(frame);
      } else {
        node.send(frame);
      }
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw lost();
    }
  }

  /** Waits until what was sent is on its way, whatever becomes of this process. */
  void flush() {
    node.flush(10, TimeUnit.SECONDS);
  }

  /** Ends the process, as the node is gone or does not understand it. */
  IllegalStateException lost() {
    mark.ending(RunMark.Ending.CHANNEL);
    Runtime.getRuntime().halt(ExitCodes.CHANNEL);
    return new IllegalStateException("halted");
  }

  Payload payload(byte[] bytes) {
    if (bytes.length <= Payload.MAX_INLINE) {
      return new Payload.Inline(bytes);
    }
    Path file = folder.resolve("payload-" + files.incrementAndGet());
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a large result could not be written: " + e, e);
    }
    return new Payload.InFile(file.toString());
  }
}
