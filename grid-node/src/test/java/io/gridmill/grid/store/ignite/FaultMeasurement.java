package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Cluster.MemberChange;
import io.gridmill.grid.store.Cluster.Singleton;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Prints how soon the other nodes notice that a node's process was killed, and how soon one of them
 * runs its singleton. Each trial kills the process that runs the singleton; this one sees it.
 */
final class FaultMeasurement {
  private static final long SECONDS = 60;

  private FaultMeasurement() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 1) {
      serve(args[0], args[1], Path.of(args[2]));
      return;
    }
    int trials = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Path dir = Files.createTempDirectory("gridmill-faults");
    // The first server holds no singleton, so that it can watch.
    IgniteSettings settings =
        IgniteSettings.single("watcher", dir.resolve("watcher")).withRoles(Role.PROVIDER);
    try (IgniteNode watcher = IgniteStart.start(settings, List.of(Note.schema("notes", 1)))) {
      String join = "127.0.0.1:" + watcher.ports().discovery();
      BlockingQueue<Long> left = new LinkedBlockingQueue<>();
      watcher.cluster().onChange(change -> note(change, left));
      BlockingQueue<Start> starts = new LinkedBlockingQueue<>();
      List<Child> children = new ArrayList<>();
      for (int i = 0; i <= trials; i++) {
        children.add(new Child("core-" + i, join, dir, starts));
      }
      Child holder = awaitStart(starts).child();
      for (int i = 0; i < trials; i++) {
        long killed = System.nanoTime();
        holder.process.destroyForcibly();
        Long seen = left.poll(SECONDS, TimeUnit.SECONDS);
        Start next = awaitStart(starts);
        if (seen == null) {
          throw new IllegalStateException("nobody saw " + holder.name + " leave");
        }
        System.out.printf(
            "kill -9 of %s: seen after %,d ms, singleton runs on %s after %,d ms%n",
            holder.name,
            (seen - killed) / 1_000_000,
            next.child().name,
            (next.at() - killed) / 1_000_000);
        holder = next.child();
      }
      children.forEach(child -> child.process.destroyForcibly());
    }
  }

  private static void note(MemberChange change, BlockingQueue<Long> left) {
    if (change.left()) {
      left.add(System.nanoTime());
    }
  }

  private static Start awaitStart(BlockingQueue<Start> starts) throws InterruptedException {
    Start start = starts.poll(SECONDS, TimeUnit.SECONDS);
    if (start == null) {
      throw new IllegalStateException("the singleton did not start");
    }
    return start;
  }

  /** A start of the singleton. */
  private record Start(Child child, long at) {}

  /** The main of a child: joins, offers the singleton and waits to be killed. */
  private static void serve(String name, String join, Path dir) throws IOException {
    IgniteSettings settings =
        IgniteSettings.single(name, dir.resolve(name))
            .withRoles(Role.CORE)
            .withNetwork(IgniteSettings.Network.loopback().withJoin(join));
    try (IgniteNode node = IgniteStart.start(settings, List.of(Note.schema("notes", 1)))) {
      Member self = node.cluster().self();
      node.cluster()
          .singleton(
              "measured",
              Role.CORE,
              new Singleton() {
                @Override
                public void start() {
                  System.out.println("started " + self.name());
                }

                @Override
                public void stop() {
                  System.out.println("stopped " + self.name());
                }
              });
      System.out.println("ready");
      int ended = System.in.read();
      System.out.println("ended by " + ended);
    }
  }

  /** A node in a process of its own. */
  private static final class Child {
    final String name;
    final Process process;

    Child(String name, String join, Path dir, BlockingQueue<Start> starts) throws Exception {
      this.name = name;
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(FaultMeasurement.class.getName(), name, join, dir.toString()));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BlockingQueue<String> ready = new LinkedBlockingQueue<>();
      Thread.ofPlatform().daemon().start(() -> read(ready, starts));
      if (ready.poll(SECONDS, TimeUnit.SECONDS) == null) {
        throw new IllegalStateException(name + " did not start");
      }
    }

    private void read(BlockingQueue<String> ready, BlockingQueue<Start> starts) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("started")) {
            starts.add(new Start(this, System.nanoTime()));
          } else if (line.equals("ready")) {
            ready.add(line);
          }
        }
      } catch (IOException e) {
        System.out.println(name + ": " + e.getMessage());
      }
    }
  }
}
