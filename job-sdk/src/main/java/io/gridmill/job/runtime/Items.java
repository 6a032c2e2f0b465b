package io.gridmill.job.runtime;

import java.lang.reflect.Type;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the items of an array come from. */
public sealed interface Items permits NumberItems, LineItems {

  /** The numbers of the items themselves. */
  static Items numbers() {
    return new NumberItems();
  }

  /**
   * The lines of a file of newline-delimited JSON. Keep it from range to range: it remembers where
   * lines begin.
   */
  static Items lines(Path ndjson) {
    return new LineItems(ndjson);
  }

  /**
   * Starts to read items of the given type.
   *
   * @throws JobFailure if there are no such items
   */
  Reader reader(long from, long to, Type type) throws JobFailure;

  /** Reads consecutive items. */
  interface Reader extends AutoCloseable {

    /**
     * The next item.
     *
     * @throws io.gridmill.job.GridException with {@code BAD_INPUT}, if it does not fit
     * @throws JobFailure if there is none, or the items cannot be read
     */
    @Nullable Object next() throws JobFailure;

    @Override
    void close();
  }
}
