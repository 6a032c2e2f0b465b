package io.gridmill.grid.exec;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.FrameConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts worker processes, and gets them to the point where they say hello. */
final class WorkerStarter {
  private static final int MOST_GATHERED = 1 << 30;
  private static final long HELLO_SECONDS = 60;
  private static final int LAST_LINES = 20;

  private final WorkerCommand command;
  private final ProcessStart start;
  private final Path sockets;
  private final Path folders;
  private final ExecMetrics metrics;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong number = new AtomicLong();
  private final Set<Process> starting = ConcurrentHashMap.newKeySet();

  /**
   * @param sockets a folder that nobody else may enter
   * @param folders where workers get their folders
   */
  WorkerStarter(
      WorkerCommand command, ProcessStart start, Path sockets, Path folders, ExecMetrics metrics) {
    this.command = command;
    this.start = start;
    this.sockets = sockets;
    this.folders = folders;
    this.metrics = metrics;
  }

  /** A worker that has said hello, and the thread that reads its standard output. */
  record Started(JavaWorker worker, Thread pipe) {}

  /** Takes what a worker writes to its standard output, once it is known who it is. */
  interface Strays {
    void take(JavaWorker worker, String line);
  }

  /**
   * Starts a worker and waits for its hello.
   *
   * @throws StartFailed if there is none
   */
  Started start(Lane lane, List<Path> jars, Strays strays) throws StartFailed {
    long id = number.incrementAndGet();
    Path folder = folders.resolve("w" + id);
    Path socket = sockets.resolve(id + ".s");
    Deque<String> output = new ArrayDeque<>();
    AtomicReference<@Nullable JavaWorker> up = new AtomicReference<>();
    long begin = System.nanoTime();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Files.createDirectories(folder.resolve("tmp"));
      if (lane.key.device()) {
        Files.createDirectories(WorkerCommand.kernels(folder));
      }
      server.bind(UnixDomainSocketAddress.of(socket));
      Process process =
          start.start(command.of(lane.key, jars, socket, folder), folder, 0, Map.of(), true);
      Leftovers.note(folder, process);
      starting.add(process);
      metrics.starts.one();
      String token = token();
      Thread pipe =
          Pipes.read(
              process.getInputStream(),
              "worker-" + id + "-output",
              l -> line(l, output, up, strays));
      try {
        JavaWorker worker = connect(lane, folder, process, server, token, id);
        metrics.startTime.seconds((System.nanoTime() - begin) / 1e9);
        up.set(worker);
        return new Started(worker, pipe);
      } catch (IOException e) {
        new ProcessTree(process.toHandle()).kill();
        Pipes.await(pipe);
        throw e;
      } finally {
        starting.remove(process);
      }
    } catch (IOException | RuntimeException e) {
      Trees.remove(folder);
      throw new StartFailed(e, output);
    } finally {
      delete(socket);
    }
  }

  /** Ends workers that are on their way. */
  void stop() {
    starting.forEach(process -> new ProcessTree(process.toHandle()).kill());
  }

  private static void line(
      String line, Deque<String> output, AtomicReference<@Nullable JavaWorker> up, Strays strays) {
    JavaWorker worker = up.get();
    if (worker != null) {
      strays.take(worker, line);
      return;
    }
    synchronized (output) {
      if (output.size() == LAST_LINES) {
        output.removeFirst();
      }
      output.addLast(line);
    }
  }

  private String token() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static JavaWorker connect(
      Lane lane, Path folder, Process process, ServerSocketChannel server, String token, long id)
      throws IOException {
    CompletableFuture<?> given =
        CompletableFuture.anyOf(
            process.onExit(),
            new CompletableFuture<>().completeOnTimeout(true, HELLO_SECONDS, TimeUnit.SECONDS));
    SocketChannel channel;
    CompletableFuture<Void> closing = given.thenRun(() -> close(server));
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write((token + "\n").getBytes(StandardCharsets.US_ASCII));
      }
      channel = server.accept();
    } catch (IOException e) {
      throw process.isAlive()
          ? new IOException("it did not connect within " + HELLO_SECONDS + " seconds", e)
          : new IOException("it ended with " + Exits.describe(process.exitValue()), e);
    } finally {
      closing.cancel(false);
    }
    FrameConnection connection = new FrameConnection(channel, "worker-" + id, MOST_GATHERED);
    try {
      greet(connection, token);
      return new JavaWorker(lane, folder, process, connection);
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private static void close(ServerSocketChannel server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void greet(FrameConnection connection, String token) throws IOException {
    Frame first = connection.receive().getFirst();
    if (!(first instanceof Frame.Hello hello)) {
      throw new IOException("it said " + first.getClass().getSimpleName() + " (expected: Hello)");
    }
    if (hello.version() != Frame.VERSION) {
      throw new IOException(
          "it speaks version " + hello.version() + " (expected: " + Frame.VERSION + ")");
    }
    if (!hello.token().equals(token)) {
      throw new IOException("it does not know the token");
    }
  }

  private static void delete(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException("a socket could not be removed", e);
    }
  }

  /** A worker did not come up. */
  static final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String output;

    private StartFailed(Exception cause, Deque<String> output) {
      super("the worker cannot start: " + cause.getMessage(), cause);
      synchronized (output) {
        this.output = String.join("\n", output);
      }
    }

    Failure failure() {
      return new Failure(
          ErrorCode.WORKER_START_FAILED,
          String.valueOf(getMessage()),
          output.isEmpty() ? null : output);
    }
  }
}
