package io.gridmill.worker.protocol;

import java.io.IOException;

/** The other side sent bytes that are no frame, or a frame is too large to be sent. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
