package io.gridmill.e2e;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What {@code gridmill up} writes down of the grid that it has started. */
record GridFile(URI url, Path keyFile, List<Member> processes) {
  private static final String NAME = "grid/grid.json";

  static GridFile read(Path home) throws IOException {
    return Wire.readOwn(Files.readAllBytes(home.resolve(NAME)), GridFile.class);
  }

  void write(Path home) throws IOException {
    Files.write(home.resolve(NAME), Wire.bytes(this));
  }

  Member member(String name) {
    return processes.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process " + name + " in " + this));
  }

  /** The same with another process of this name. */
  GridFile with(Member next) {
    List<Member> all = new ArrayList<>(processes);
    all.replaceAll(member -> member.name().equals(next.name()) ? next : member);
    return new GridFile(url, keyFile, all);
  }

  /**
   * A process of the grid.
   *
   * @param startedAt tells it from a later process with the same id
   */
  record Member(String name, long pid, Instant startedAt, Path log) {
    ProcessHandle process() {
      return ProcessHandle.of(pid)
          .orElseThrow(() -> new AssertionError("process " + name + " is not there: " + this));
    }
  }
}
