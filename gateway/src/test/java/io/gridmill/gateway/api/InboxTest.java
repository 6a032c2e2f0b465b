package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.Problem;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
  private Path inbox;

  @BeforeEach
  void make(@TempDir Path dir) throws Exception {
    inbox = Files.createDirectory(dir.resolve("in box+ü"));
  }

  private void drop(String name, String text) throws Exception {
    Path draft = Files.writeString(inbox.resolve(name + ".draft"), text);
    Files.move(draft, inbox.resolve(name + ".json"));
  }

  private static String letter(TestGateway grid, @Nullable String key) throws Exception {
    ArtifactRef jar = grid.artifacts.put(new ByteArrayInputStream(new byte[] {1}));
    return "{"
        + (key == null ? "" : "\"key\":\"" + key + "\",")
        + "\"spec\":"
        + Wire.text(TaskSpec.java("com.example.Job", jar))
        + "}";
  }

  private <T> T read(String file, Class<T> type) throws Exception {
    Path path = inbox.resolve("outbox").resolve(file);
    TestGateway.await(() -> Files.exists(path));
    return Wire.read(Files.readAllBytes(path), type);
  }

  private static void finish(TestGateway grid, TaskId id) {
    grid.board.apply(id, new TaskEvent.Assign(1, "n", "m"));
    grid.board.apply(
        id, new TaskEvent.Succeed(1, new TaskResult(new RawJson("42"), null, Map.of())));
  }

  @Test
  void makesATaskOfAFileAndAFileOfItsEnd() throws Exception {
    try (TestGateway grid = new TestGateway(inbox, "ann")) {
      drop("sum", letter(grid, null));
      TaskView accepted = read("sum.accepted.json", TaskView.class);
      assertThat(accepted.owner()).isEqualTo("ann");
      TestGateway.await(() -> Files.exists(inbox.resolve(".done/sum.json")));
      finish(grid, accepted.id());
      TaskView result = read("sum.result.json", TaskView.class);
      assertThat(result.status()).isEqualTo(TaskStatus.SUCCEEDED);
      assertThat(result.result()).isEqualTo(new RawJson("42"));
      TestGateway.await(() -> !Files.exists(inbox.resolve("outbox/sum.accepted.json")));
      assertThat(inbox.resolve("sum.json")).doesNotExist();
    }
  }

  @Test
  void actsForTheOwnerOfTheKeyInTheFile() throws Exception {
    try (TestGateway grid = new TestGateway(inbox, null)) {
      drop("bobs", letter(grid, grid.bob));
      assertThat(read("bobs.accepted.json", TaskView.class).owner()).isEqualTo("bob");
      drop("nobodys", letter(grid, null));
      assertThat(read("nobodys.error.json", Problem.class).code())
          .isEqualTo(ErrorCode.UNAUTHENTICATED);
      drop("wrong", letter(grid, "gm_x_" + "a".repeat(43)));
      assertThat(read("wrong.error.json", Problem.class).code())
          .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
  }

  @Test
  void saysWhyAFileIsNoTask() throws Exception {
    try (TestGateway grid = new TestGateway(inbox, "ann")) {
      drop("broken", "{\"spec\":");
      drop("empty", "");
      drop(
          "unknown",
          Wire.text(Map.of("spec", TaskSpec.java("J", new ArtifactRef("0".repeat(64), 1)))));
      assertThat(read("broken.error.json", Problem.class).detail()).contains("malformed at line 1");
      assertThat(read("empty.error.json", Problem.class).code())
          .isEqualTo(ErrorCode.INVALID_ARGUMENT);
      assertThat(grid.board.find(Query.ALL)).isEmpty();
      assertThat(read("unknown.error.json", Problem.class).field()).isEqualTo("work.classPath[0]");
      TestGateway.await(
          () ->
              Files.exists(inbox.resolve(".error/broken.json"))
                  && Files.exists(inbox.resolve(".error/empty.json"))
                  && Files.exists(inbox.resolve(".error/unknown.json")));
      assertThat(inbox.resolve(".done")).doesNotExist();
    }
  }

  @Test
  void answersAfterARestartWhatWasOpenBefore() throws Exception {
    try (TestGateway grid = new TestGateway(inbox, "ann")) {
      drop("sum", letter(grid, null));
      Task task = grid.board.get(read("sum.accepted.json", TaskView.class).id()).orElseThrow();
      TestGateway.await(() -> Files.exists(inbox.resolve(".done/sum.json")));
      grid.gateway.close();
      finish(grid, task.id());
      try (var again = grid.restart(0)) {
        assertThat(again.url()).isNotNull();
        assertThat(read("sum.result.json", TaskView.class).id()).isEqualTo(task.id());
      }
    }
  }
}
