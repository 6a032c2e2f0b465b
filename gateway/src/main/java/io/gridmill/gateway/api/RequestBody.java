package io.gridmill.gateway.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body as it comes from the client: its failures are the client's, and it stays open
 * when its reader closes it, as the server closes what it opened.
 */
final class RequestBody extends FilterInputStream {
  RequestBody(InputStream in) {
    super(in);
  }

  /** The client ended the connection before its request's body. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super("the body broke off: " + cause.getMessage(), cause);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    try {
      return in.read(bytes, from, count);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  @Override
  public void close() {
    // see above
  }
}
