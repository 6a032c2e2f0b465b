package io.gridmill.grid.task;

import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a task was submitted as, in bytes: the JSON of its spec without the input, and after a line
 * feed the input.
 *
 * <p>Many tasks are alike but for their input, so the first part is written and read once for as
 * long as such tasks come: the last specs are remembered, each at the one place that its hash gives
 * it.
 */
final class SpecBytes {
  /** None stands for a task without its spec. */
  static final byte[] NONE = {};

  private static final int REMEMBERED = 1 << 10;
  private static final byte END = '\n';

  private static final AtomicReferenceArray<@Nullable Known> BY_BYTES =
      new AtomicReferenceArray<>(REMEMBERED);
  private static final AtomicReferenceArray<@Nullable Known> BY_SPEC =
      new AtomicReferenceArray<>(REMEMBERED);

  @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
  private record Known(byte[] json, TaskSpec spec) {}

  private SpecBytes() {}

  static byte[] of(TaskSpec spec) {
    byte[] json = json(spec);
    RawJson input = spec.input();
    if (input == null) {
      return json;
    }
    byte[] text = input.json().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(json, json.length + 1 + text.length);
    all[json.length] = END;
    System.arraycopy(text, 0, all, json.length + 1, text.length);
    return all;
  }

  /** The spec's JSON without its input. */
  private static byte[] json(TaskSpec spec) {
    int place = place(System.identityHashCode(spec.work()));
    Known known = BY_SPEC.getAcquire(place);
    if (known != null && known.spec.sharesAllButInput(spec)) {
      return known.json;
    }
    TaskSpec bare = spec.withInput(null);
    byte[] json = Wire.bytes(bare);
    BY_SPEC.setRelease(place, new Known(json, bare));
    return json;
  }

  static TaskSpec read(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != END) {
      end++;
    }
    TaskSpec spec = spec(end == bytes.length ? bytes : Arrays.copyOf(bytes, end));
    if (end == bytes.length) {
      return spec;
    }
    String input = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
    return spec.withInput(new RawJson(input));
  }

  private static TaskSpec spec(byte[] json) {
    int place = place(Arrays.hashCode(json));
    Known known = BY_BYTES.getAcquire(place);
    if (known != null && Arrays.equals(known.json, json)) {
      return known.spec;
    }
    TaskSpec spec = Wire.readOwn(json, TaskSpec.class);
    BY_BYTES.setRelease(place, new Known(json, spec));
    return spec;
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & REMEMBERED - 1;
  }
}
