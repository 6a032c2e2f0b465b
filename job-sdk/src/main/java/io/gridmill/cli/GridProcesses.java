package io.gridmill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.ClientOptions;
import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.Health;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a grid on this machine, started by this program. Until {@link #detach}, they are
 * stopped when this program ends, however it does.
 */
public final class GridProcesses implements AutoCloseable {
  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int LAST_LINES = 20;

  private final GridPlan plan;
  private final ProcessConfigs configs;
  private final ProcessStarts starts;
  private final Console console;
  private final Register register;
  private final List<GridProcess> started = new ArrayList<>();
  private final Thread hook = new Thread(this::abandon, "gridmill-stop");
  private volatile boolean abandoned;
  private @Nullable URI url;

  private GridProcesses(GridPlan plan, Programs programs, Console console, Register register) {
    this.register = register;
    this.plan = plan;
    this.configs = new ProcessConfigs(plan);
    this.starts = new ProcessStarts(plan, programs);
    this.console = console;
  }

  /**
   * Starts a grid and waits until it takes work.
   *
   * @throws GridException if a process ended or did not get ready; the end of its log has been
   *     shown, and all processes are stopped
   */
  public static GridProcesses start(GridPlan plan, Cli cli) throws IOException {
    return start(plan, cli, processes -> {});
  }

  /** As {@link #start(GridPlan, Cli)}; each time that a process has been started, all are told. */
  static GridProcesses start(GridPlan plan, Cli cli, Register register) throws IOException {
    GridProcesses grid = new GridProcesses(plan, Programs.find(), cli.console(), register);
    Runtime.getRuntime().addShutdownHook(grid.hook);
    try {
      grid.prepare();
      grid.startAll();
      grid.awaitHealth();
      cli.console().clear();
      return grid;
    } catch (Throwable e) {
      grid.close();
      throw e;
    }
  }

  /**
   * Writes down which processes there are, so that they are found should this program be killed.
   */
  @FunctionalInterface
  interface Register {
    void keep(List<GridProcess> processes) throws IOException;
  }

  /** The gateway's address. */
  public URI url() {
    if (url == null) {
      throw new IllegalStateException("the gateway has not started");
    }
    return url;
  }

  /** The file with the operator's key. */
  public Path keyFile() {
    return plan.keyFile();
  }

  public List<GridProcess> processes() {
    synchronized (started) {
      return List.copyOf(started);
    }
  }

  /** A client with the operator's key; the caller closes it. */
  public GridClient connect() {
    return GridClient.connect(url(), Credentials.file(keyFile()));
  }

  /** Lets the processes outlive this program. */
  void detach() {
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void prepare() throws IOException {
    Files.createDirectories(plan.logs());
    if (plan.isPersistent()) {
      KeptGrid.check(plan);
    } else {
      delete(plan.rows());
      Files.deleteIfExists(plan.keyFile());
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void startAll() throws IOException {
    List<Integer> ports = freePorts(Math.max(1, plan.cores()));
    String join = configs.join(ports);
    if (plan.cores() == 0) {
      GridProcess one = start("gateway", "gateway", configs.standalone(ports.getFirst()));
      url = URI.create(text(awaitReady(one), "url"));
      for (int i = 1; i <= plan.standbys(); i++) {
        String name = "core-" + (i + 1);
        awaitReady(start("grid-node", name, configs.node(name, "core", join)));
      }
      return;
    }
    GridProcess first = start("grid-node", "core-1", configs.core(1, ports.getFirst(), join));
    awaitPort(first, ports.getFirst());
    List<GridProcess> others = new ArrayList<>();
    for (int i = 2; i <= plan.cores(); i++) {
      others.add(start("grid-node", "core-" + i, configs.core(i, ports.get(i - 1), join)));
    }
    for (int i = 1; i <= plan.providers(); i++) {
      String name = "provider-" + i;
      others.add(start("grid-node", name, configs.node(name, "provider", join)));
    }
    // a gateway needs rows: kept ones are there only when all nodes are
    GridProcess early = plan.isPersistent() ? null : gateway(join);
    awaitReady(first);
    for (GridProcess process : others) {
      awaitReady(process);
    }
    GridProcess gateway = early == null ? gateway(join) : early;
    url = URI.create(text(awaitReady(gateway), "url"));
  }

  private GridProcess gateway(String join) throws IOException {
    return start("gateway", "gateway", configs.gateway(join));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /**
   * Waits until others can join. It is not ready then: with rows that other nodes keep, too, it
   * waits for them.
   */
  private void awaitPort(GridProcess process, int port) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (ConnectException notYet) {
        lookAgain(process, start);
      }
    }
  }

  private void lookAgain(GridProcess process, long start) throws IOException {
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    console.progress("starting " + process.name() + ", " + Texts.shown(waited));
    if (endsWithin(process, LOOK)) {
      throw notStarted(process, "it ended");
    }
    if (waited.compareTo(TO_START) > 0) {
      throw notStarted(process, "it is not ready after " + Texts.shown(TO_START));
    }
  }

  private GridProcess start(String module, String name, Map<String, String> config)
      throws IOException {
    starts.configure(name, config);
    return run(module, name);
  }

  private GridProcess run(String module, String name) throws IOException {
    GridProcess entry = starts.run(module, name);
    synchronized (started) {
      started.removeIf(earlier -> earlier.name().equals(name));
      started.add(entry);
    }
    register.keep(processes());
    return entry;
  }

  /** Starts a process again that has ended, and waits until it is ready. */
  public GridProcess again(String name) throws IOException {
    boolean node = plan.cores() > 0 && !name.equals("gateway");
    GridProcess process = run(node ? "grid-node" : "gateway", name);
    awaitReady(process);
    return process;
  }

  /** Waits for the file that a process writes when it is ready, and gives what is in it. */
  private Map<?, ?> awaitReady(GridProcess process) throws IOException {
    Path ready = plan.data(process.name()).resolve("ready.json");
    long start = System.nanoTime();
    while (!Files.exists(ready)) {
      lookAgain(process, start);
    }
    return Wire.readOwn(Files.readAllBytes(ready), Map.class);
  }

  private static boolean endsWithin(GridProcess process, Duration time) {
    var running = process.running();
    if (running.isEmpty()) {
      return true;
    }
    try {
      running.get().onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException stillRuns) {
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("a process cannot be waited for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid started", e);
    }
  }

  private void awaitHealth() throws IOException {
    GridProcess gateway = plan.cores() == 0 ? processes().getFirst() : processes().getLast();
    ClientOptions options = ClientOptions.DEFAULT.withRequestTimeout(Duration.ofSeconds(10));
    long start = System.nanoTime();
    try (GridClient client = GridClient.connect(url(), null, options)) {
      while (true) {
        Health health = client.health();
        if (health.status() == Health.Status.UP && health.nodes() >= plan.nodes()) {
          return;
        }
        console.progress(
            "waiting for " + plan.nodes() + " nodes, " + health.nodes() + " are there");
        if (endsWithin(gateway, LOOK)) {
          throw notStarted(gateway, "it ended");
        }
        if (System.nanoTime() - start > TO_START.toNanos()) {
          String reason = health.reason() == null ? "" : ": " + health.reason();
          throw notStarted(
              gateway, health.nodes() + " of " + plan.nodes() + " nodes came" + reason);
        }
      }
    }
  }

  private GridException notStarted(GridProcess process, String why) throws IOException {
    leaveIfAbandoned();
    List<String> lines = new String(Files.readAllBytes(process.log()), UTF_8).lines().toList();
    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(console::say);
    return new GridException(
        ErrorCode.UNAVAILABLE,
        process.name() + " did not start: " + why + "; its log is " + process.log());
  }

  private static String text(Map<?, ?> ready, String key) {
    Object value = ready.get(key);
    if (value == null) {
      throw new GridException(ErrorCode.INTERNAL, "ready.json: no " + key + " in " + ready);
    }
    return value.toString();
  }

  /** The processes end because this program does: there is nothing to do or say about it. */
  private void leaveIfAbandoned() {
    if (abandoned) {
      try {
        hook.join();
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** This program is told to end, perhaps by Ctrl-C. */
  private void abandon() {
    abandoned = true;
    GridStop.stop(processes());
    if (plan.temporary()) {
      try {
        delete(plan.dir());
      } catch (IOException e) {
        console.say("gridmill: " + plan.dir() + " could not be removed: " + e);
      }
    }
  }

  /** Stops the processes; what is already stopped stays so. */
  @Override
  public void close() {
    leaveIfAbandoned();
    console.clear();
    GridStop.stop(processes());
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook does the same
    }
    if (!plan.isPersistent()) {
      try {
        delete(plan.rows());
      } catch (IOException e) {
        throw new UncheckedIOException("the grid's data could not be removed", e);
      }
    }
  }
}
