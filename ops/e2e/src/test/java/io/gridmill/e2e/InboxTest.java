package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  private record Letter(TaskSpec spec) {}

  @Test
  void answersAFileWithHowItsTaskEnded() throws IOException, InterruptedException {
    drop("greeting.json", Wire.text(new Letter(TaskSpec.command("echo", "hello"))));

    TaskView end = Wire.readOwn(Files.readAllBytes(answer("greeting.result.json")), TaskView.class);

    assertThat(end.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(end.owner()).isEqualTo("inbox@example.com");
    assertThat(GRID.command().succeed("logs", end.id().value()).answer()).isEqualTo("hello");
    assertThat(arrival(inbox().resolve(".done"), "greeting.json")).exists();
  }

  @Test
  void answersAFileThatIsNoTaskWithTheProblem() throws IOException, InterruptedException {
    drop("wrong.json", "{\"spec\":{\"work\":{\"kind\":\"command\",\"argv\":[]}}}");

    Map<?, ?> problem = Wire.readOwn(Files.readAllBytes(answer("wrong.error.json")), Map.class);

    assertThat(problem.get("code")).isEqualTo("INVALID_ARGUMENT");
    assertThat(String.valueOf(problem.get("detail"))).contains("argv");
    assertThat(arrival(inbox().resolve(".error"), "wrong.json")).exists();
  }

  private static Path inbox() {
    return GRID.home().resolve("inbox");
  }

  /** Puts a file into the inbox in one step, as programs should. */
  private static void drop(String name, String text) throws IOException {
    Path draft = Files.writeString(GRID.home().resolve(name), text);
    Files.move(draft, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path answer(String name) throws IOException, InterruptedException {
    return arrival(inbox().resolve("outbox"), name);
  }

  /** Waits for a file; the inbox moves what it has read after it has answered. */
  private static Path arrival(Path folder, String name) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey key = watch.poll(1, TimeUnit.MINUTES);
        if (key == null) {
          throw new AssertionError(name + ": no such file within a minute in " + folder);
        }
        key.pollEvents();
        key.reset();
      }
    }
    return file;
  }
}
