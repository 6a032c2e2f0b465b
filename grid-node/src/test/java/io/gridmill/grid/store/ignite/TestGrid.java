package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Blob;
import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Parcel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A grid of nodes within this process, on free ports and in a folder of its own. */
final class TestGrid implements AutoCloseable {
  private final Path dir;
  private final List<IgniteNode> nodes = new CopyOnWriteArrayList<>();
  private volatile String first = "";

  TestGrid() {
    try {
      dir = Files.createTempDirectory("gridmill-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IgniteNode start(String name, Role... roles) {
    return start(name, Set.of(roles), Map.of(), settings -> settings);
  }

  IgniteNode start(
      String name,
      Set<Role> roles,
      Map<String, String> attributes,
      UnaryOperator<IgniteSettings> more) {
    IgniteSettings.Network network = IgniteSettings.Network.loopback();
    IgniteSettings settings =
        new IgniteSettings(
            name,
            roles,
            attributes,
            dir.resolve(name),
            first.isEmpty() ? network : network.withJoin(first),
            IgniteSettings.Storage.inMemory());
    IgniteNode node =
        IgniteStart.start(
            more.apply(settings), List.of(Note.schema("notes", 2), Blob.SCHEMA, Parcel.schema(2)));
    if (first.isEmpty()) {
      first = "127.0.0.1:" + node.ports().discovery();
    }
    nodes.add(node);
    return node;
  }

  void stop(IgniteNode node) {
    nodes.remove(node);
    node.close();
  }

  List<IgniteNode> nodes() {
    return nodes;
  }

  /** Stops all nodes, so that the grid may be started again from its folder. */
  void stopAll() {
    List.copyOf(nodes).reversed().forEach(this::stop);
    first = "";
  }

  @Override
  public void close() {
    stopAll();
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
