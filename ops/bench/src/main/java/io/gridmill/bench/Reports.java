package io.gridmill.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.bench.ReportingJob.Post;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Hears of the runs of {@link ReportingJob}, the moment that they begin. */
final class Reports implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int BACKLOG = 1000;

  private final ServerSocket server;
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

  /**
   * A run that has begun and waits.
   *
   * @param pid the process that it runs in
   * @param at when it reported, by {@link System#nanoTime}
   */
  record Report(long pid, int attempt, String name, long at, Socket socket) {
    /** Lets it end. */
    void release() {
      try (Socket open = socket) {
        open.getOutputStream().write('+');
      } catch (IOException e) {
        throw new UncheckedIOException("a job that waits cannot be told to end", e);
      }
    }
  }

  Reports() throws IOException {
    this(0);
  }

  private Reports(int port) throws IOException {
    server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("reports").start(this::accept);
  }

  /** Where tasks report that outlive this process: always at the port that a file names. */
  static Reports keptIn(Path file) throws IOException {
    if (Files.exists(file)) {
      return new Reports(Integer.parseInt(Files.readString(file).strip()));
    }
    Reports fresh = new Reports();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Integer.toString(fresh.server.getLocalPort()));
    return fresh;
  }

  Post post(String name) {
    return new Post(server.getLocalPort(), name);
  }

  /** The next report that fits; others are let go unheard. */
  Report next(Predicate<Report> fits) throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Report report = reports.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (report == null) {
        throw new TimeoutException("no job has begun to run within " + PATIENCE);
      }
      if (fits.test(report)) {
        return report;
      }
    }
  }

  /** Forgets what has been reported. */
  void clear() {
    reports.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> read(socket));
      }
    } catch (SocketException closed) {
      reports.clear();
    } catch (IOException e) {
      throw new UncheckedIOException("reports cannot be heard", e);
    }
  }

  private void read(Socket socket) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
      if (line == null) {
        socket.close(); // killed before it had said anything
        return;
      }
      String[] words = line.split(" ", 3);
      reports.add(
          new Report(
              Long.parseLong(words[0]),
              Integer.parseInt(words[1]),
              words[2],
              System.nanoTime(),
              socket));
    } catch (IOException e) {
      throw new UncheckedIOException("a report cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
