package io.gridmill.e2e;

import io.gridmill.job.GridException;
import io.gridmill.job.client.ClientOptions;
import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.Health;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A persistent grid of three core nodes, two providers and a gateway, each on a host of its own. A
 * process that ends is started again, as a service manager would.
 */
final class ChaosGrid implements AutoCloseable {
  static final List<String> CORES = List.of("core-1", "core-2", "core-3");
  static final List<String> PROVIDERS = List.of("provider-1", "provider-2");
  static final String GATEWAY = "gateway";

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PORT = 47500;
  private static final int HTTP = 8470;

  private final Path dir;
  private final Hosts hosts;
  private final Disks disks = new Disks();
  private final Clocks clocks;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, Process> processes = new TreeMap<>();
  private final Thread keeper = new Thread(this::keep, "chaos-keeper");
  private volatile boolean closed;

  ChaosGrid(Path dir) throws IOException, InterruptedException {
    this.dir = dir;
    this.clocks = new Clocks(dir.resolve("clocks"));
    this.hosts = Hosts.open();
    Runtime.getRuntime().addShutdownHook(new Thread(this::abandon));
    for (String name : names()) {
      addresses.put(name, hosts.add(name));
      disks.mount(folder(name));
      configure(name);
    }
    for (String name : names()) {
      start(name);
    }
    keeper.setDaemon(true);
    keeper.start();
  }

  static List<String> names() {
    List<String> names = new ArrayList<>(CORES);
    names.addAll(PROVIDERS);
    names.add(GATEWAY);
    return names;
  }

  private String address(String name) {
    return Objects.requireNonNull(addresses.get(name));
  }

  private Path folder(String name) {
    return dir.resolve(name);
  }

  private void configure(String name) throws IOException {
    Properties config = new Properties();
    config.put("name", name);
    config.put("bind", address(name));
    config.put("dir", folder(name).toString());
    config.put("key.file", dir.resolve("operator.key").toString());
    config.put(
        "join",
        IntStream.range(0, CORES.size())
            .mapToObj(i -> base() + (2 + i) + ":" + PORT)
            .collect(Collectors.joining(",")));
    if (name.equals(GATEWAY)) {
      config.put("http.port", Integer.toString(HTTP));
    } else {
      config.put("roles", CORES.contains(name) ? "core" : "provider");
      config.put("discovery.port", Integer.toString(PORT));
      config.put("core.count", Integer.toString(CORES.size()));
      config.put("persistence", "LOG_ONLY");
      config.put("data.size", "128MiB");
      config.put("cores", "2");
      config.put("memory", "1GiB");
      config.put("metrics.port", "-1");
    }
    Files.createDirectories(folder(name));
    try (var out = Files.newBufferedWriter(folder(name).resolve("gridmill.properties"))) {
      config.store(out, null);
    }
  }

  private String base() {
    String first = address(CORES.getFirst());
    return first.substring(0, first.lastIndexOf('.') + 1);
  }

  private Path log(String name) {
    return dir.resolve(name + ".log");
  }

  private void start(String name) throws IOException {
    String module = name.equals(GATEWAY) ? "gateway" : "grid-node";
    List<String> line = new ArrayList<>(hosts.on(name));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-XX:+ExitOnOutOfMemoryError"));
    line.addAll(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("-jar");
    line.add(Packaged.file(module + "/target/dist/" + module + ".jar").toString());
    line.addAll(List.of("--config", folder(name).resolve("gridmill.properties").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    clocks.give(builder.environment(), name);
    synchronized (processes) {
      processes.put(name, builder.start());
    }
  }

  /** Starts again what has ended. */
  private void keep() {
    while (!closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      synchronized (processes) {
        for (String name : names()) {
          Process process = processes.get(name);
          if (process != null && !process.isAlive() && !closed) {
            restart(name);
          }
        }
      }
    }
  }

  private void restart(String name) {
    try {
      start(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The process of this name; {@code ip netns exec} becomes the program that it runs. */
  ProcessHandle process(String name) {
    synchronized (processes) {
      return Objects.requireNonNull(processes.get(name)).toHandle();
    }
  }

  void cut(String name) throws IOException, InterruptedException {
    hosts.cut(name);
  }

  void join(String name) throws IOException, InterruptedException {
    hosts.join(name);
  }

  void fill(String name) throws IOException {
    Disks.fill(folder(name));
  }

  void free(String name) throws IOException {
    Disks.free(folder(name));
  }

  void setClock(String name, Duration ahead) throws IOException {
    clocks.set(name, ahead);
  }

  URI url() {
    return URI.create("http://" + address(GATEWAY) + ":" + HTTP);
  }

  /** A client that gives up soon, so that the test sees what it was told. */
  GridClient client() {
    ClientOptions options =
        ClientOptions.DEFAULT
            .withRequestTimeout(Duration.ofSeconds(30))
            .withRetryFor(Duration.ofSeconds(20));
    return GridClient.connect(url(), Credentials.file(dir.resolve("operator.key")), options);
  }

  /** Waits until all nodes are in one grid, and it takes work. */
  void awaitWhole() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try (GridClient client = client()) {
        Health health = client.health();
        last = health.toString();
        if (health.status() == Health.Status.UP
            && health.nodes() == CORES.size() + PROVIDERS.size()) {
          return;
        }
      } catch (GridException e) {
        last = e.toString();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    throw new AssertionError("the grid is not whole after " + PATIENCE + ": " + last);
  }

  /** The ends of all logs. */
  String logs(int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names()) {
      List<String> all = Files.readAllLines(log(name));
      text.append("--- ").append(name).append('\n');
      all.subList(Math.max(0, all.size() - lines), all.size())
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** Keeps all logs, at whose ends stand the stacks of all threads. */
  void keepLogs(Path kept) throws IOException, InterruptedException {
    Files.createDirectories(kept);
    for (String name : names()) {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process(name).pid())).start().waitFor();
    }
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)); // they print while they go on
    for (String name : names()) {
      Files.copy(log(name), kept.resolve(name + ".log"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The tests are broken off: what was started does not outlive them. */
  private void abandon() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("left by the chaos tests: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      keeper.join();
      synchronized (processes) {
        for (Process process : processes.values()) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the grid was stopped", e);
    } finally {
      hosts.close();
      disks.close();
    }
  }
}
