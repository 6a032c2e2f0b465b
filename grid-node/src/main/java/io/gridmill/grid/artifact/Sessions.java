package io.gridmill.grid.artifact;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writers between two requests of a client, so that what they have hashed need not be read again.
 * The oldest are forgotten when there are many: the next request then makes a new writer.
 */
final class Sessions {
  private static final int KEPT = 256;

  private final Map<String, Appending> waiting = new LinkedHashMap<>();

  /** The writer of an upload that has this many bytes, for the caller alone; null if none has. */
  synchronized @Nullable Appending take(String upload, long bytes) {
    Appending appending = waiting.remove(upload);
    return appending == null || appending.bytes() != bytes ? null : appending;
  }

  synchronized void keep(Appending appending) {
    waiting.put(appending.upload(), appending);
    if (waiting.size() > KEPT) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }
}
