package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process of a grid was started, so that it can be started again.
 *
 * @param line the command line
 * @param log where its output goes
 */
record Launch(List<String> line, Path log) {

  /** That of a process that runs, as Linux says. */
  static Launch of(GridFile.Member member) throws IOException {
    byte[] line = Files.readAllBytes(Path.of("/proc/" + member.pid() + "/cmdline"));
    return new Launch(List.of(new String(line, UTF_8).split("\0")), member.log());
  }

  /** The same with the jars that were packaged here. */
  Launch ofThisRelease() {
    List<String> words = new ArrayList<>(line);
    words.replaceAll(
        word -> {
          int dist = word.indexOf("/target/dist/");
          if (dist < 0) {
            return word;
          }
          int module = word.lastIndexOf('/', dist - 1);
          return Packaged.file(word.substring(module + 1)).toString();
        });
    return new Launch(words, log);
  }

  /** The same with a further {@code key=value}. */
  Launch with(String setting) {
    List<String> words = new ArrayList<>(line);
    words.add(setting);
    return new Launch(words, log);
  }

  private Path ready() {
    Path config = Path.of(line.get(line.indexOf("--config") + 1));
    return config.resolveSibling("ready.json");
  }

  GridFile.Member start(String name) throws IOException {
    Files.deleteIfExists(ready());
    Process process =
        new ProcessBuilder(line)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    return new GridFile.Member(name, process.pid(), startedAt, log);
  }

  /** Returns when the process has said that it is ready. */
  void awaitReady() throws Exception {
    Wait.until("the start of " + String.join(" ", line), () -> Files.exists(ready()));
  }
}
