package io.gridmill.grid.store.ignite;

import com.sun.management.OperatingSystemMXBean;
import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Schema.Placement;
import io.gridmill.grid.store.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints how long a node takes to start and what its table does a second.
 *
 * <p>Arguments: the number of rows, {@code none}, {@code log_only} or {@code fsync}, and {@code
 * client} to measure from a client node in the same process. Rates vary with what else the machine
 * does; processor time a row varies less.
 */
final class StoreMeasurement {
  private static final int BATCH = 500;
  private static final Topic<String, String> ECHO = new Topic<>("echo", String.class, String.class);

  private final Table<String, Job> jobs;
  private final int rows;

  private StoreMeasurement(Table<String, Job> jobs, int rows) {
    this.jobs = jobs;
    this.rows = rows;
  }

  public static void main(String[] args) throws Exception {
    int rows = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    String durability = args.length > 1 ? args[1] : "none";
    boolean client = Arrays.asList(args).contains("client");
    Path dir = Files.createTempDirectory("gridmill-measurement");
    IgniteSettings.Storage storage =
        new IgniteSettings.Storage(
            IgniteSettings.Durability.valueOf(durability.toUpperCase(java.util.Locale.ROOT)),
            1,
            6L << 30);
    IgniteSettings settings =
        IgniteSettings.single("server", dir.resolve("server")).withStorage(storage);
    long began = System.nanoTime();
    try (IgniteNode server = IgniteStart.start(settings, List.of(Job.SCHEMA))) {
      print("start", "%,d ms; %s; %d threads".formatted(millis(began), memory(), threads()));
      server.cluster().serve(ECHO, text -> text);
      if (client) {
        String join = "127.0.0.1:" + server.ports().discovery();
        IgniteSettings gateway =
            IgniteSettings.single("client", dir.resolve("client"))
                .withNetwork(IgniteSettings.Network.loopback().withJoin(join))
                .withRoles(Role.GATEWAY);
        long joining = System.nanoTime();
        try (IgniteNode node = IgniteStart.start(gateway, List.of(Job.SCHEMA))) {
          print("start of the client", "%,d ms".formatted(millis(joining)));
          measure(node, server, rows);
        }
      } else {
        measure(server, server, rows);
      }
      print("end", "%s; %d threads".formatted(memory(), threads()));
    }
  }

  private static void measure(IgniteNode node, IgniteNode server, int rows) throws Exception {
    StoreMeasurement of = new StoreMeasurement(node.tables().open(Job.SCHEMA), rows);
    of.putAll();
    for (int i = 0; i < 3; i++) {
      of.updateAll(1);
    }
    of.updateAll(2);
    of.updateAllWatched();
    of.update();
    of.get();
    of.watch("watch, rows put one by one");
    of.queries();
    of.ask(node, server);
  }

  private void putAll() {
    rate(
        "putAll",
        1,
        batch -> {
          Map<String, Job> all = new HashMap<>();
          batch.forEach(i -> all.put(key(i), Job.fresh(i)));
          jobs.putAll(all);
        });
  }

  private void updateAll(int threads) {
    rate(
        "updateAll(" + BATCH + ")",
        threads,
        batch -> {
          Map<String, Integer> all = new HashMap<>();
          batch.forEach(i -> all.put(key(i), 1));
          jobs.updateAll(all, new Step());
        });
  }

  /** Until the watch has told of every change. */
  private void updateAllWatched() {
    Semaphore told = new Semaphore(0);
    try (var watch = jobs.watch(Query.ALL, changes -> told.release(changes.size()))) {
      long began = System.nanoTime();
      updateAll(1);
      told.acquireUninterruptibly(rows);
      print(
          "all told by " + watch.getClass().getSimpleName().replaceAll("\\$.*", ""),
          "%,.0f rows/s".formatted(rows / seconds(began)));
    }
  }

  private void rate(String what, int threads, java.util.function.Consumer<List<Integer>> work) {
    long began = System.nanoTime();
    long cpu = cpu();
    List<Thread> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = t * BATCH;
      running.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = first; i < rows; i += threads * BATCH) {
                      work.accept(IntStream.range(i, Math.min(rows, i + BATCH)).boxed().toList());
                    }
                  }));
    }
    running.forEach(StoreMeasurement::join);
    print(
        what + ", threads: " + threads,
        "%,.0f rows/s; %.1f µs of processor a row"
            .formatted(rows / seconds(began), (cpu() - cpu) / 1e3 / rows));
  }

  private void update() {
    int times = Math.min(rows, 20_000);
    long began = System.nanoTime();
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long one = System.nanoTime();
      jobs.update(key(i), new Step(), 1);
      nanos[i] = System.nanoTime() - one;
    }
    print(
        "update, one by one",
        "%,.0f rows/s; %s".formatted(times / seconds(began), quantiles(nanos)));
  }

  private void get() {
    int times = Math.min(rows, 20_000);
    long bytes = 0;
    long began = System.nanoTime();
    for (int i = 0; i < times; i++) {
      bytes += jobs.get(key(i)).orElseThrow().body().length();
    }
    print(
        "get, one by one",
        "%,.0f rows/s of %d bytes".formatted(times / seconds(began), bytes / times));
  }

  private void watch(String what) throws Exception {
    SynchronousQueue<Long> told = new SynchronousQueue<>();
    int times = 5_000;
    long[] nanos = new long[times];
    try (var watch =
        jobs.watch(
            Query.where("status", "NEW"),
            changes -> {
              long now = System.nanoTime();
              changes.forEach(c -> hand(told, now));
            })) {
      for (int i = 0; i < times; i++) {
        Job job = Job.fresh(i);
        long one = System.nanoTime();
        jobs.put(key(i), job);
        Long at = told.poll(20, TimeUnit.SECONDS);
        if (at == null) {
          throw new IllegalStateException("no change was told of: " + watch);
        }
        nanos[i] = at - one;
      }
    }
    print(what, quantiles(Arrays.copyOfRange(nanos, times / 5, times)));
  }

  private void queries() {
    Query owner = Query.where("owner", "owner-7");
    query("find by owner, first 100", owner.first(100));
    query("find by owner, newest 50", owner.order("submitted", true).first(50));
    query("find newest 50 of all", Query.ALL.order("submitted", true).first(50));
    query("find by name (no index), first 10", Query.where("name", "job-7").first(10));
    query("find none by name (no index)", Query.where("name", "x").first(10));
    for (int i = 0; i < 3; i++) {
      long began = System.nanoTime();
      long found = jobs.count(owner);
      print("count by owner", "%,d rows in %,.2f ms".formatted(found, seconds(began) * 1e3));
    }
  }

  private void query(String what, Query query) {
    double best = Double.MAX_VALUE;
    int found = 0;
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      found = jobs.find(query).size();
      best = Math.min(best, seconds(began) * 1e3);
    }
    print(what, "%,d rows in %,.2f ms".formatted(found, best));
  }

  private void ask(IgniteNode node, IgniteNode server) {
    String id = server.cluster().self().id();
    int times = 5_000;
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long one = System.nanoTime();
      node.cluster().ask(id, ECHO, "hello").join();
      nanos[i] = System.nanoTime() - one;
    }
    print("ask, one by one", quantiles(Arrays.copyOfRange(nanos, times / 5, times)));
    long began = System.nanoTime();
    List<CompletableFuture<String>> asked = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      asked.add(node.cluster().ask(id, ECHO, "hello"));
      if (i >= 256) {
        asked.get(i - 256).join();
      }
    }
    asked.forEach(CompletableFuture::join);
    print("ask, 256 under way", "%,.0f a second".formatted(20_000 / seconds(began)));
  }

  private static void hand(SynchronousQueue<Long> queue, long value) {
    try {
      queue.put(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String quantiles(long[] nanos) {
    Arrays.sort(nanos);
    return "p50 %.3f ms, p99 %.3f ms"
        .formatted(nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }

  private static String key(int i) {
    return "task-%08x".formatted(i * 0x9E3779B1);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static long millis(long since) {
    return (System.nanoTime() - since) / 1_000_000;
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static String memory() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("");
  }

  private static void print(String what, String figures) {
    System.out.printf("%-38s %s%n", what, figures);
  }

  /** A row of about one kilobyte. */
  record Job(String owner, String status, long submitted, String name, long version, String body) {
    private static final String FILLING = "0123456789 abcdefghijklmnopqrstuvwxyz ".repeat(24);

    static final Schema<String, Job> SCHEMA =
        new Schema<>(
            "measured-jobs",
            Function.identity(),
            Function.identity(),
            Job.class,
            1,
            List.of(
                Column.<Job>text("owner", Job::owner).withIndex(),
                Column.<Job>text("status", Job::status).withIndex(),
                Column.<Job>number("submitted", Job::submitted).withIndex(),
                Column.<Job>text("name", Job::name),
                Column.<Job>number("version", Job::version),
                Column.<Job>flag("owes", j -> j.version() % 2 == 1)),
            Placement.EVERYWHERE);

    static Job fresh(int i) {
      return new Job("owner-" + i % 1000, "NEW", i, "job-" + i % 77, 0, FILLING);
    }
  }

  /** Moves a job on. */
  static final class Step implements RowUpdate<Job, Integer, Long> {
    private static final List<String> STATES = List.of("QUEUED", "ASSIGNED", "RUNNING", "DONE");

    @Override
    public Class<Integer> argumentType() {
      return Integer.class;
    }

    @Override
    public Class<Long> answerType() {
      return Long.class;
    }

    @Override
    public Outcome<Job, Long> apply(@Nullable Job job, Integer by) {
      Job now = job == null ? Job.fresh(0) : job;
      long version = now.version() + by;
      String status = STATES.get((int) (version % STATES.size()));
      return new Outcome<>(
          new Job(now.owner(), status, now.submitted(), now.name(), version, now.body()), version);
    }
  }
}
