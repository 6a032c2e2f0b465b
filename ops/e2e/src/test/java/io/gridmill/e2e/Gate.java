package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.e2e.jobs.GateKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Holds jobs, in whatever process they run, until the test lets them pass. */
final class Gate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerSocket server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final List<Visitor> waiting = new ArrayList<>();
  private boolean open;

  /**
   * A job that waits.
   *
   * @param pid the process that it runs in
   */
  record Visitor(long pid, int attempt, String what, Socket socket) {}

  Gate() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("gate").start(this::acceptAll);
  }

  GateKey key() {
    return new GateKey(server.getLocalPort());
  }

  /** Those who wait, once they are as expected. */
  List<Visitor> await(String expected, Predicate<List<Visitor>> condition)
      throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!condition.test(waiting)) {
        if (left <= 0) {
          throw new AssertionError(
              "at the gate after %s: %s (expected: %s)".formatted(PATIENCE, waiting, expected));
        }
        left = came.awaitNanos(left);
      }
      return List.copyOf(waiting);
    } finally {
      lock.unlock();
    }
  }

  /** The only one who waits, once there is one. */
  Visitor awaitOne() throws InterruptedException {
    return await("a job", visitors -> !visitors.isEmpty()).getFirst();
  }

  /** Lets those pass who wait now. */
  void passAll() {
    pass(_ -> true);
  }

  /** Lets those of them pass who are meant. */
  void pass(Predicate<Visitor> meant) {
    lock.lock();
    try {
      List<Visitor> going = waiting.stream().filter(meant).toList();
      going.forEach(Gate::pass);
      waiting.removeAll(going);
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody pass, from now on. */
  void open() {
    lock.lock();
    try {
      open = true;
      passAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets those who wait, who will not come to know: their processes were killed. */
  void forget(Predicate<Visitor> gone) {
    lock.lock();
    try {
      waiting.removeIf(gone);
    } finally {
      lock.unlock();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> arrive(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void arrive(Socket socket) {
    try {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      String line = in.readLine();
      if (line == null) {
        socket.close();
        return;
      }
      String[] words = line.split(" ", 3);
      Visitor visitor =
          new Visitor(Long.parseLong(words[0]), Integer.parseInt(words[1]), words[2], socket);
      lock.lock();
      try {
        if (open) {
          pass(visitor);
        } else {
          waiting.add(visitor);
          came.signalAll();
        }
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      // it was killed while it came
    }
  }

  private static void pass(Visitor visitor) {
    try (Socket socket = visitor.socket()) {
      socket.getOutputStream().write('+');
    } catch (IOException e) {
      // it was killed while it waited
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    lock.lock();
    try {
      for (Visitor visitor : waiting) {
        visitor.socket().close();
      }
    } finally {
      lock.unlock();
    }
  }
}
