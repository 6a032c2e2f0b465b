package io.gridmill.gateway.web;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;

/**
 * Lets requests with bodies in only as far as the heap has room for what becomes of them; others
 * wait for a moment, and are then refused, to be sent again.
 */
@PreMatching
@Priority(Priorities.AUTHENTICATION + 500)
public final class RequestMemory implements ContainerRequestFilter, ApplicationEventListener {
  private static final String TAKEN = RequestMemory.class.getName();
  private static final long PATIENCE_SECONDS = 1;
  private static final int UNIT = 1024;

  /** Beside its bytes, a body's objects, and those of its answer. */
  private static final int TIMES = 4;

  private static final long JSON = 1 << 20;
  private static final long BATCH = 64 << 20;

  /** Of an artifact, a chunk or two are in memory at a time. */
  private static final long STREAMED = 4 << 20;

  private static final long LEAST = 4 << 10;

  private final int units;
  private final Semaphore free;

  /**
   * @param bytes how much of the heap requests may take together
   */
  public RequestMemory(long bytes) {
    this.units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    this.free = new Semaphore(units, true);
  }

  /** With a share of the heap that leaves enough for all else. */
  public static RequestMemory ofHeap() {
    return new RequestMemory(Runtime.getRuntime().maxMemory() / 3);
  }

  /** How many connections a heap has room for, their buffers and threads. */
  static int connections() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / (64 << 10), 256, 20_000);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String method = request.getMethod();
    if (!method.equals("POST") && !method.equals("PUT")) {
      return;
    }
    long bytes = bytes(request.getUriInfo().getPath(), request.getLength());
    int needed = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST, bytes) / UNIT);
    if (needed > units) {
      long most = (long) units * UNIT / TIMES;
      throw new GridException(
          ErrorCode.TOO_LARGE,
          "body: longer than this gateway's memory allows (expected: at most " + most + " bytes)");
    }
    if (!taken(needed)) {
      throw new GridException(
          ErrorCode.RATE_LIMITED,
          "requests under way: as large as this gateway's memory allows (expected: fewer at once)");
    }
    request.setProperty(TAKEN, needed);
  }

  private static long bytes(String path, int length) {
    if (path.contains("api/blobs")) {
      return length < 0 ? STREAMED : Math.min(STREAMED, (long) length * TIMES);
    }
    long most = path.contains("api/tasks/batch") ? BATCH : JSON;
    return TIMES * (length < 0 ? most : Math.min(most, length));
  }

  private boolean taken(int needed) {
    try {
      return free.tryAcquire(needed, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void onEvent(ApplicationEvent event) {
    // only requests take memory
  }

  @Override
  public RequestEventListener onRequest(RequestEvent start) {
    return event -> {
      if (event.getType() == RequestEvent.Type.FINISHED
          && event.getContainerRequest().getProperty(TAKEN) instanceof Integer needed) {
        free.release(needed);
      }
    };
  }
}
