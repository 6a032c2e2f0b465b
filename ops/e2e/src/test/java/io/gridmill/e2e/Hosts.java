package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hosts on this machine: Linux network namespaces, joined by a bridge. This process is at the
 * bridge's own address.
 */
final class Hosts implements AutoCloseable {
  private static final Path IP = Path.of("/usr/sbin/ip");

  private final String prefix = "gm" + ProcessHandle.current().pid() % 100_000;
  private final String network = "10." + (64 + ProcessHandle.current().pid() % 128) + ".7.";
  private final List<String> hosts = new ArrayList<>();

  private Hosts() {}

  /** Why there can be none; empty if there can. */
  static Optional<String> lack() throws IOException, InterruptedException {
    if (!Files.isExecutable(IP)) {
      return Optional.of("there is no " + IP);
    }
    String name = "gmt" + ProcessHandle.current().pid() % 100_000;
    Optional<String> lack = tried("netns", "add", name);
    if (lack.isPresent()) {
      return lack;
    }
    lack = tried("netns", "exec", name, "true");
    if (lack.isEmpty()) {
      lack = tried("link", "add", name, "type", "bridge");
      var _ = tried("link", "del", name);
    }
    ip("netns", "del", name);
    return lack;
  }

  static Hosts open() throws IOException, InterruptedException {
    Hosts hosts = new Hosts();
    ip("link", "add", hosts.prefix, "type", "bridge");
    ip("addr", "add", hosts.network + "1/24", "dev", hosts.prefix);
    ip("link", "set", hosts.prefix, "up");
    return hosts;
  }

  /** Adds a host; its address is returned. */
  String add(String host) throws IOException, InterruptedException {
    String space = space(host);
    hosts.add(host);
    String address = network + (1 + hosts.size());
    ip("netns", "add", space);
    ip("link", "add", outside(host), "type", "veth", "peer", "name", "eth0", "netns", space);
    ip("link", "set", outside(host), "master", prefix);
    ip("link", "set", outside(host), "up");
    ip("-n", space, "addr", "add", address + "/24", "dev", "eth0");
    ip("-n", space, "link", "set", "eth0", "up");
    ip("-n", space, "link", "set", "lo", "up");
    return address;
  }

  private String space(String host) {
    return prefix + "-" + host;
  }

  private String outside(String host) {
    return prefix + "v" + hosts.indexOf(host);
  }

  /** What a command line begins with to run on a host. */
  List<String> on(String host) {
    return List.of(IP.toString(), "netns", "exec", space(host));
  }

  /** Takes a host off the network: what is sent to it and from it is lost without a word. */
  void cut(String host) throws IOException, InterruptedException {
    ip("link", "set", outside(host), "down");
  }

  void join(String host) throws IOException, InterruptedException {
    ip("link", "set", outside(host), "up");
  }

  @Override
  public void close() throws IOException {
    try {
      for (String host : hosts) {
        tried("netns", "del", space(host));
      }
      tried("link", "del", prefix);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while the hosts were removed", e);
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    Optional<String> problem = tried(arguments);
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
  }

  /** What went wrong; empty if nothing did. */
  private static Optional<String> tried(String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(IP.toString()));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return process.waitFor() == 0 ? Optional.empty() : Optional.of(line + ": " + said);
  }
}
