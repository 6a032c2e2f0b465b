package io.gridmill.gateway.api;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers that are written bit by bit. */
final class Streams {
  private static final Logger log = LoggerFactory.getLogger(Streams.class);

  private Streams() {}

  /** What writes an answer. */
  interface Writing {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  /** An answer to a client that may go away at any time, which is its right and no error. */
  static StreamingOutput toClient(Writing writing) {
    return out -> {
      try {
        writing.to(new Disconnects(out));
      } catch (Gone gone) {
        log.debug("a client went away before its answer ended: {}", gone.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("the gateway stops").initCause(e);
      }
    };
  }

  /** The client does not listen any more. */
  private static final class Gone extends IOException {
    private static final long serialVersionUID = 1L;

    Gone(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Tells failures to write to the client from all other failures. */
  private static final class Disconnects extends OutputStream {
    private final OutputStream out;

    Disconnects(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw new Gone(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw new Gone(e);
      }
    }
  }
}
