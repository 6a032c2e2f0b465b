package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a batch in the making. Tasks that share all parts but their input ({@link
 * TaskSpec#withInput}) share what is written of them, too.
 */
final class BatchBody {
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  /** Stands for a task's key and input while the rest of its line is written. */
  private final String hole = '"' + UUID.randomUUID().toString() + '"';

  private @Nullable TaskSpec written;
  private String beforeInput = "";
  private String afterInput = "";

  /** Adds a task with a key of visible ASCII characters that need no escape. */
  void add(String key, TaskSpec spec) {
    RawJson input = spec.input();
    if (input == null) {
      lines.writeBytes(Wire.bytes(new BatchLine(key, spec)));
    } else {
      TaskSpec known = written;
      if (known == null || !known.sharesAllButInput(spec)) {
        learn(spec);
      }
      String line = "{\"key\":\"" + key + beforeInput + input.json() + afterInput;
      lines.writeBytes(line.getBytes(UTF_8));
    }
    lines.write('\n');
  }

  private void learn(TaskSpec spec) {
    String key = hole.substring(1, hole.length() - 1);
    String line = Wire.text(new BatchLine(key, spec.withInput(new RawJson(hole))));
    int keyAt = line.indexOf(hole);
    int input = line.indexOf(hole, keyAt + 1);
    written = spec;
    beforeInput = line.substring(keyAt + hole.length() - 1, input);
    afterInput = line.substring(input + hole.length());
  }

  int size() {
    return lines.size();
  }

  /** What has been added since the last call. */
  byte[] take() {
    byte[] body = lines.toByteArray();
    lines.reset();
    return body;
  }
}
