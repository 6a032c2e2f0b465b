package io.gridmill.worker.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Frames are read and written as the release before does it. Workers are of their node's release,
 * but where an upgrade puts jars in the place of those of a node that runs, it need not be so. The
 * kinds and fields of a version stay as they are: a release that changes one speaks the next
 * version, by which a node and a worker that do not understand each other know it from the first
 * frame. {@code -Dgolden.write=true} writes the file of a version that has none yet.
 */
class FormerReleaseFramesTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/gridmill/worker/protocol/frames-" + Frame.VERSION + ".hex");

  /** The form of a sample: {@code NAME BYTES}, its length not counted. */
  private static final HexFormat HEX = HexFormat.of();

  private static Map<String, Frame> samples() {
    TaskId task = TaskId.derived("ann", "task");
    JobCall call =
        new JobCall(task, 2, "a.Job", "{\"x\":1}", Map.of("in.txt", "/data/in"), "/data/out");
    JobCall bare = new JobCall(task, 1, "a.Job", null, Map.of(), "/data/out");
    Failure failure = new Failure(ErrorCode.JOB_FAILED, "grün", "a\ntrace");
    Map<String, Frame> all = new LinkedHashMap<>();
    all.put("run", new Frame.Run(1, call, "/data/checkpoint"));
    all.put("run-bare", new Frame.Run(300, bare, null));
    all.put("run-items", new Frame.RunItems(2, call, 10, 1_000_000_000, "/data/items", 3, true));
    all.put("combine", new Frame.Combine(3, call, 0, 256, "/data/parts", 256));
    all.put("reduce", new Frame.Reduce(4, call, 100, "/data/results", null));
    all.put(
        "compare",
        new Frame.Compare(
            5,
            call,
            List.of(
                new Frame.ResultFiles("/data/1", Map.of("out", "/data/1-out")),
                new Frame.ResultFiles(null, Map.of()))));
    all.put("cancel", new Frame.Cancel(6));
    all.put("yield", new Frame.Yield(7));
    all.put("take-back", new Frame.TakeBack(List.of(8L, 9L)));
    all.put("stop", new Frame.Stop());
    all.put("hello", new Frame.Hello(Frame.VERSION, "a token", 4711));
    all.put("log", new Frame.Log(1, Frame.Source.ERR, "grün 🌾"));
    all.put("report", new Frame.Report(1, new Progress(3, 10, 1, "a third")));
    all.put("checkpoint", new Frame.Checkpoint(1, new Payload.Inline("[1]".getBytes(UTF_8))));
    all.put("checkpoint-file", new Frame.Checkpoint(1, new Payload.InFile("/data/large")));
    all.put(
        "items",
        new Frame.Items(
            2,
            10,
            12,
            new Payload.Inline("1\n2\n".getBytes(UTF_8)),
            1,
            new byte[] {2},
            List.of(new Frame.ItemFailed(11, failure))));
    all.put(
        "done", new Frame.Done(1, 5_000_000_000L, new Payload.Inline(new byte[] {'7'}), outputs()));
    all.put("done-without", new Frame.Done(2, 0, null, List.of()));
    all.put("failed", new Frame.Failed(1, 1, failure, true));
    all.put("cancelled", new Frame.Cancelled(6, 2));
    all.put("returned", new Frame.Returned(List.of(8L)));
    return all;
  }

  private static List<String> outputs() {
    return List.of("out.png", "log");
  }

  private static byte[] written(Frame frame) throws ProtocolException {
    FrameOutput out = new FrameOutput();
    FrameCodec.write(frame, out);
    return Arrays.copyOfRange(out.bytes(), 4, out.size());
  }

  private static Map<String, byte[]> golden() throws IOException {
    if (Boolean.getBoolean("golden.write") && !Files.exists(GOLDEN)) {
      List<String> lines = new ArrayList<>();
      for (var sample : samples().entrySet()) {
        lines.add(sample.getKey() + " " + HEX.formatHex(written(sample.getValue())));
      }
      Files.createDirectories(GOLDEN.toAbsolutePath().getParent());
      Files.write(GOLDEN, lines);
    }
    return Files.readAllLines(GOLDEN).stream()
        .map(line -> line.split(" "))
        .collect(
            Collectors.toMap(
                words -> words[0],
                words -> HEX.parseHex(words[1]),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  @Test
  void readsFramesOfTheFormerRelease() throws Exception {
    Map<String, Frame> samples = samples();
    for (var then : golden().entrySet()) {
      byte[] bytes = then.getValue();
      assertThat(FrameCodec.read(bytes, 0, bytes.length))
          .as(then.getKey())
          .usingRecursiveComparison()
          .isEqualTo(samples.get(then.getKey()));
    }
  }

  @Test
  void writesFramesThatTheFormerReleaseReads() throws Exception {
    Map<String, byte[]> golden = golden();
    for (var sample : samples().entrySet()) {
      assertThat(written(sample.getValue()))
          .as("%s: fields of version %d have changed", sample.getKey(), Frame.VERSION)
          .isEqualTo(golden.get(sample.getKey()));
    }
  }

  @Test
  void hasASampleOfEachKind() throws Exception {
    List<Class<?>> kinds = new ArrayList<>();
    leaves(Frame.class, kinds);
    assertThat(samples().values().stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(kinds);
    assertThat(golden().keySet()).isEqualTo(samples().keySet());
  }

  private static void leaves(Class<?> type, List<Class<?>> found) {
    if (!type.isSealed()) {
      found.add(type);
      return;
    }
    for (Class<?> one : type.getPermittedSubclasses()) {
      leaves(one, found);
    }
  }

  @Test
  void refusesAFieldAndAKindOfTheNextReleaseInsteadOfMisreadingThem() throws Exception {
    for (var then : golden().entrySet()) {
      byte[] more = Arrays.copyOf(then.getValue(), then.getValue().length + 1);
      assertThatThrownBy(() -> FrameCodec.read(more, 0, more.length))
          .as(then.getKey())
          .isInstanceOf(ProtocolException.class);
    }
    assertThatThrownBy(() -> FrameCodec.read(new byte[] {127, 1}, 0, 2))
        .hasMessage("frame: kind 127 (expected: a known one)");
  }
}
