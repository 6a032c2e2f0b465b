package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBodyTest {
  @Test
  void writesTasksThatAreAlikeAsIfEachWereAlone() {
    TaskSpec one = TaskSpec.command("echo", "\"input\":1", "ü");
    TaskSpec other = TaskSpec.command("ls");
    List<TaskSpec> specs = new ArrayList<>(List.of(one, one, other));
    for (String input : List.of("1", "null", "\"ü\"", "[{\"a\":1}]")) {
      specs.add(one.withInput(new RawJson(input)));
      specs.add(one.withInput(new RawJson(input)));
      specs.add(other.withInput(new RawJson(input)));
    }
    BatchBody body = new BatchBody();
    List<BatchLine> lines = new ArrayList<>();
    for (TaskSpec spec : specs) {
      lines.add(new BatchLine("key-" + lines.size(), spec));
      body.add("key-" + (lines.size() - 1), spec);
    }
    assertThat(body.size()).isPositive();
    List<String> written = new String(body.take(), UTF_8).lines().toList();
    assertThat(written).isEqualTo(lines.stream().map(Wire::text).toList());
    assertThat(body.size()).isZero();
  }
}
