package io.gridmill.grid.store;

import io.gridmill.grid.store.Cluster.Singleton;
import io.gridmill.job.GridException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The singleton services that one member offers, and those of them that it runs: starts and stops
 * them one after the other, on a thread of their own.
 */
public final class Singletons implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Singletons.class);

  private final String member;
  private final ExecutorService thread;
  private final Map<String, Singleton> offered = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private boolean closed;

  /** Of the member of this name. */
  public Singletons(String member) {
    this.member = member;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("singletons-" + member).factory());
  }

  /** Takes a service that this member could run. */
  public synchronized void offer(String name, Singleton service) {
    if (offered.putIfAbsent(name, service) != null) {
      throw GridException.invalid("singleton", name, "one that is not offered yet");
    }
  }

  public synchronized boolean offers(String name) {
    return !closed && offered.containsKey(name);
  }

  /** Starts a service; does nothing if it runs, or is not offered. */
  public synchronized void start(String name) {
    Singleton service = offered.get(name);
    if (service != null && !closed && running.add(name)) {
      thread.execute(
          () -> {
            log.info("{} runs {} from now on", member, name);
            attempt(name, "start", service::start);
          });
    }
  }

  /** Stops a service; does nothing unless it runs. */
  public synchronized void stop(String name) {
    Singleton service = offered.get(name);
    if (service != null && running.remove(name)) {
      thread.execute(() -> attempt(name, "stop", service::stop));
    }
  }

  /** Stops what runs, and returns when it has stopped. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      Set.copyOf(running).forEach(this::stop);
    }
    thread.close();
  }

  private void attempt(String name, String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      log.error("{}: singleton {} did not {}; it is left as it is", member, name, what, e);
    }
  }
}
