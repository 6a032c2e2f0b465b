package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to one gateway, again where that is safe and may help, and makes errors exceptions.
 */
final class Transport implements AutoCloseable {
  private static final int MAX_ERROR_BODY = 1 << 16;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final URI base;
  private final @Nullable Credentials credentials;
  private final ClientOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean reached;

  Transport(URI base, @Nullable Credentials credentials, ClientOptions options) {
    this.base = base;
    this.credentials = credentials;
    this.options = options;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .executor(threads)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  URI base() {
    return base;
  }

  ClientOptions options() {
    return options;
  }

  ExecutorService threads() {
    return threads;
  }

  /** The answer's JSON. */
  <T> T read(Call call, Class<T> type) {
    return Wire.readOwn(bytes(call), type);
  }

  /** The answer's bytes, none if it has no body. */
  byte[] bytes(Call call) {
    return exchange(call, BodyHandlers.ofByteArray(), body -> body).body();
  }

  /** The answer, to be read as it comes; the caller closes it. */
  InputStream open(Call call) {
    return exchange(call, BodyHandlers.ofInputStream(), Transport::drain).body();
  }

  /** The answer's bytes, be it an error or not; tried once. */
  byte[] bytesOfAnyStatus(Call call) {
    try {
      return http.send(request(call), BodyHandlers.ofByteArray()).body();
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw Problems.noGrid(base, e);
    } catch (IOException e) {
      throw Problems.broken(base, call, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether there is what the call asks for: false for 404. */
  boolean exists(Call call) {
    try {
      bytes(call);
      return true;
    } catch (GridException e) {
      if (e.code().httpStatus() == 404) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Waits, unless the client is closed meanwhile.
   *
   * @throws GridException if it is closed, or the thread was interrupted
   */
  void pause(Duration time) {
    try {
      if (!closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    throw new GridException(ErrorCode.UNAVAILABLE, "the client was closed");
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** How long to wait before the try after this one, 1 being the first: half of it is chance. */
  static Duration backoff(int tries) {
    long most = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(tries - 1, 10));
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  private <T> HttpResponse<T> exchange(Call call, BodyHandler<T> handler, ErrorBody<T> errorBody) {
    long start = System.nanoTime();
    for (int tries = 1; ; tries++) {
      GridException failure;
      Duration wait = backoff(tries);
      try {
        HttpResponse<T> answer = http.send(request(call), handler);
        reached = true;
        if (answer.statusCode() / 100 == 2) {
          return answer;
        }
        byte[] body = errorBody.bytes(answer.body());
        failure = Problems.of(base, call, answer.statusCode(), body);
        if (!failure.code().retryable() || failure.code() == ErrorCode.INTERNAL) {
          throw failure;
        }
        wait = retryAfter(answer).orElse(wait);
      } catch (ConnectException | HttpConnectTimeoutException e) {
        failure = Problems.noGrid(base, e);
        if (!reached) {
          throw failure;
        }
      } catch (SSLException e) {
        throw Problems.broken(base, call, e);
      } catch (IOException e) {
        failure = Problems.broken(base, call, e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      Duration spent = Duration.ofNanos(System.nanoTime() - start);
      if (!call.repeatable() || spent.plus(wait).compareTo(options.retryFor()) > 0) {
        throw failure;
      }
      pause(wait);
    }
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + call.path()))
            .timeout(options.requestTimeout())
            .method(call.method(), call.content().publisher());
    call.headers().forEach(request::header);
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    return request.build();
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private static byte[] drain(InputStream body) throws IOException {
    try (body) {
      return body.readNBytes(MAX_ERROR_BODY);
    }
  }

  static GridException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid was waited for", e);
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
    threads.shutdownNow();
  }

  /** How the body of an answer that is an error is read. */
  @FunctionalInterface
  private interface ErrorBody<T> {
    byte[] bytes(T body) throws IOException;
  }
}
