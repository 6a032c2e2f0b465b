package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A grid of its own processes, started by {@code gridmill up} before the tests of a class, or
 * before the first of several that share it, and stopped by {@code gridmill down} after them.
 *
 * <p>A test that fails has the ends of the grid's logs with it. A process that is left after {@code
 * down} is killed, and fails the class.
 */
final class Grid implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {
  private static final int LAST_LINES = 60;

  private static final String HOME = "{home}";
  private static final Grid SHARED =
      new Grid(
          true,
          Packaged.file(""),
          List.of(
              "--set",
              "cores=2",
              "--set",
              "gateway.inbox.dir=" + HOME + "/inbox",
              "--set",
              "gateway.inbox.owner=inbox@example.com"));

  private final boolean shared;
  private final Path release;
  private final List<String> options;
  private final List<ProcessHandle> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::kill);
  private @Nullable Path home;
  private @Nullable URI url;
  private @Nullable Path keyFile;
  private @Nullable GridClient client;

  private Grid(boolean shared, Path release, List<String> options) {
    this.shared = shared;
    this.release = release;
    this.options = options;
  }

  /** A grid that {@code up} starts with these options, besides a free port. */
  static Grid up(String... options) {
    return of(Packaged.file(""), options);
  }

  /** As {@link #up}, by the {@code gridmill} of the release that was built in this folder. */
  static Grid of(Path release, String... options) {
    return new Grid(false, release, List.of(options));
  }

  /** The grid, of one process, for tests that leave it as they found it. */
  static Grid shared() {
    return SHARED;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    if (shared) {
      context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Grid.class))
          .getOrComputeIfAbsent("shared", _ -> begun());
    } else {
      begin();
    }
  }

  /** The grid's end, which is closed after the last test. */
  private AutoCloseable begun() {
    try {
      begin();
      return this::end;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the grid started", e);
    }
  }

  private void begin() throws IOException, InterruptedException {
    home = Files.createTempDirectory("gridmill-e2e-");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      start();
    } catch (Throwable e) {
      e.addSuppressed(new Logs(logs()));
      try {
        end();
      } catch (Throwable more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  /** Starts it, perhaps again. */
  void start() throws IOException, InterruptedException {
    String gridmill = release.resolve("ops/gridmill").toString();
    List<String> line = new ArrayList<>(List.of(gridmill, "up", "--port", "0", "--json"));
    options.forEach(option -> line.add(option.replace(HOME, home().toString())));
    Command.Ended up = command().run(line).expect(0);
    Map<?, ?> answer = Wire.readOwn(up.lastLine(), Map.class);
    url = URI.create(String.valueOf(answer.get("url")));
    keyFile = Path.of(String.valueOf(answer.get("key_file")));
    for (GridFile.Member member : file().processes()) {
      ProcessHandle.of(member.pid()).ifPresent(processes::add);
    }
  }

  /**
   * Stops one of the processes as a service manager does, and starts it again as it was, from what
   * was packaged here; returns when it is ready.
   */
  void restart(String name) throws Exception {
    GridFile file = file();
    GridFile.Member before = file.member(name);
    Launch launch = Launch.of(before).ofThisRelease();
    if (name.equals("gateway")) {
      launch = launch.with("http.port=" + url().getPort()); // its clients know by now what it chose
    }
    ProcessHandle process = before.process();
    process.destroy();
    if (!Processes.ends(process)) {
      throw new AssertionError(name + " does not end");
    }
    GridFile.Member next = launch.start(name);
    ProcessHandle.of(next.pid()).ifPresent(processes::add);
    file.with(next).write(home());
    launch.awaitReady();
  }

  /** Stops it, as a user does; nothing of it may be left. */
  void stop() throws IOException, InterruptedException {
    if (client != null) {
      client.close();
      client = null;
    }
    List<ProcessHandle> all = new ArrayList<>(processes);
    processes.forEach(process -> process.descendants().forEach(all::add));
    Command.Ended down = command().gridmill("down");
    List<ProcessHandle> left = all.stream().filter(p -> !Processes.ends(p)).toList();
    String told = left.stream().map(p -> p.pid() + " " + p.info()).toList().toString();
    left.forEach(ProcessHandle::destroyForcibly);
    processes.clear();
    down.expect(0);
    if (!left.isEmpty()) {
      throw new AssertionError("left after down: " + told);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    if (!shared) {
      end();
    }
  }

  private void end() throws IOException, InterruptedException {
    try {
      stop();
    } finally {
      kill();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void kill() {
    processes.forEach(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    failure.addSuppressed(new Logs(logs()));
    throw failure;
  }

  /** What the grid said, shown with the failure of a test. */
  private static final class Logs extends Exception {
    private static final long serialVersionUID = 1L;

    Logs(String text) {
      super(text, null, false, false);
    }
  }

  private String logs() {
    StringBuilder text = new StringBuilder("the grid's logs:");
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        List<String> lines = new String(Files.readAllBytes(file), UTF_8).lines().toList();
        text.append("\n--- ").append(home().relativize(file)).append('\n');
        text.append(
            String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
      }
    } catch (IOException e) {
      text.append("\ncannot be read: ").append(e);
    }
    return text.toString();
  }

  Path home() {
    return Objects.requireNonNull(home, "home");
  }

  /** The user whose grid it is. */
  Command command() {
    return Command.in(home());
  }

  URI url() {
    return Objects.requireNonNull(url, "url");
  }

  /** The file with the operator's key. */
  Path keyFile() {
    return Objects.requireNonNull(keyFile, "key file");
  }

  String key() throws IOException {
    return Files.readString(keyFile()).strip();
  }

  /** A client of the operator, for as long as the grid is up. */
  GridClient client() {
    GridClient open = client;
    if (open == null) {
      open = GridClient.connect(url(), Credentials.file(keyFile()));
      client = open;
    }
    return open;
  }

  /** The process of this name, such as {@code provider-1}. */
  ProcessHandle process(String name) {
    return file().member(name).process();
  }

  /** The name of the node that started this process, or what started it; empty if none did. */
  String nodeOf(long pid) {
    List<GridFile.Member> members = file().processes();
    for (Optional<ProcessHandle> at = ProcessHandle.of(pid);
        at.isPresent();
        at = at.get().parent()) {
      long ancestor = at.get().pid();
      for (GridFile.Member member : members) {
        if (member.pid() == ancestor) {
          return member.name();
        }
      }
    }
    return "";
  }

  /** The name of the core node that runs the scheduler. */
  String nodeOfTheScheduler() throws IOException {
    String last =
        told(" runs scheduler from now on").stream().max(Comparator.naturalOrder()).orElseThrow();
    return last.replaceFirst(".* (\\S+) runs scheduler .*", "$1");
  }

  /** The lines of all logs that have these words. */
  List<String> told(String words) throws IOException {
    List<String> told = new ArrayList<>();
    for (GridFile.Member member : file().processes()) {
      try (Stream<String> lines = Files.lines(member.log())) {
        lines.filter(line -> line.contains(words)).forEach(told::add);
      }
    }
    return told;
  }

  private GridFile file() {
    try {
      return GridFile.read(home());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
