package io.gridmill.job.client;

import io.gridmill.job.GridException;
import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param connectTimeout the longest that the gateway may take to accept a connection; default 5 s
 * @param requestTimeout the longest that it may take to begin its answer; default 60 s
 * @param retryFor how long a call that may be repeated is, while the gateway is busy (429, 503) or
 *     the connection breaks; zero for never; default 30 s. A grid that has not answered once is not
 *     waited for: then the address is likely to be wrong
 * @param watchSubmitted whether the client begins to listen for events at its first submission, so
 *     that a task's end is known at once; off, it begins with the first wait; default on
 */
public record ClientOptions(
    Duration connectTimeout, Duration requestTimeout, Duration retryFor, boolean watchSubmitted) {
  public static final ClientOptions DEFAULT =
      new ClientOptions(
          Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30), true);

  public ClientOptions {
    positive("connectTimeout", connectTimeout);
    positive("requestTimeout", requestTimeout);
    if (retryFor.isNegative()) {
      throw GridException.invalid("retryFor", retryFor, "PT0S or more");
    }
  }

  private static void positive(String field, Duration value) {
    if (!value.isPositive()) {
      throw GridException.invalid(field, value, "more than PT0S");
    }
  }

  public ClientOptions withConnectTimeout(Duration timeout) {
    return new ClientOptions(timeout, requestTimeout, retryFor, watchSubmitted);
  }

  public ClientOptions withRequestTimeout(Duration timeout) {
    return new ClientOptions(connectTimeout, timeout, retryFor, watchSubmitted);
  }

  public ClientOptions withRetryFor(Duration time) {
    return new ClientOptions(connectTimeout, requestTimeout, time, watchSubmitted);
  }

  public ClientOptions withWatchSubmitted(boolean watch) {
    return new ClientOptions(connectTimeout, requestTimeout, retryFor, watch);
  }
}
