package io.gridmill.job.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineItemsTest {
  @TempDir private Path folder;

  private Path numbered(int lines) throws IOException {
    return Files.writeString(
        folder.resolve("items.ndjson"),
        IntStream.range(0, lines).mapToObj(i -> i + "\n").collect(Collectors.joining()));
  }

  @Test
  void readsAnyRangeInAnyOrder() throws Exception {
    Items items = Items.lines(numbered(100_000));
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      long from = random.nextInt(100_000);
      long to = Math.min(100_000, from + 1 + random.nextInt(600));
      try (Items.Reader reader = items.reader(from, to, Long.class)) {
        for (long item = from; item < to; item++) {
          assertThat(reader.next()).isEqualTo(item);
        }
      }
    }
  }

  @Test
  void readsALastLineWithoutALineFeed() throws Exception {
    Path file = Files.writeString(folder.resolve("items"), "\"a\"\r\n \"b\" ");
    try (Items.Reader reader = Items.lines(file).reader(0, 2, String.class)) {
      assertThat(reader.next()).isEqualTo("a");
      assertThat(reader.next()).isEqualTo("b");
      assertThatThrownBy(reader::next)
          .hasMessage("array.items: 2 lines (expected: as many as array.count says)");
    }
  }

  @Test
  void saysThatThereAreTooFewLines() throws Exception {
    Items items = Items.lines(numbered(300));
    for (long from : new long[] {300, 301, 700, 1_000_000}) {
      JobFailure failure =
          catchThrowableOfType(
              JobFailure.class,
              () -> {
                try (Items.Reader reader = items.reader(from, from + 1, Long.class)) {
                  reader.next();
                }
              });
      assertThat(failure.failure().code()).isEqualTo(ErrorCode.BAD_INPUT);
      assertThat(failure)
          .hasMessage("array.items: 300 lines (expected: as many as array.count says)");
    }
  }

  @Test
  void namesTheFieldOfABadItemAndGoesOn() throws Exception {
    Path file = Files.writeString(folder.resolve("items"), "1\n\n{\"a\":1}\nnull\n5\n");
    try (Items.Reader reader = Items.lines(file).reader(0, 5, Long.class)) {
      assertThat(reader.next()).isEqualTo(1L);
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
          .hasMessageStartingWith("item");
      assertThatThrownBy(reader::next).hasMessage("item: another type (expected: a whole number)");
      assertThatThrownBy(reader::next)
          .hasMessage("item: missing (expected: JSON that reads as Long)");
      assertThat(reader.next()).isEqualTo(5L);
    }
  }

  @Test
  void countsBadLinesAsFailedItems() throws Exception {
    Path file =
        Files.writeString(folder.resolve("items"), "{\"x\":1}\n{\"x\":\"two\"}\n{\"y\":3}\n");
    List<RangeResult> parts = new ArrayList<>();
    try (ArrayRunner runner =
        ArrayRunner.open(
            JobClass.of(Xs.class), Items.lines(file), new Runs().context(folder, null))) {
      runner.run(0, 3, parts::add);
    }
    assertThat(parts.stream().mapToLong(RangeResult::failedCount).sum()).isEqualTo(2);
    assertThat(parts.stream().flatMap(part -> part.failures().stream()))
        .extracting(failure -> failure.failure().message())
        .containsExactly(
            "item.x: two (expected: a whole number)", "item.y: unknown field (expected: one of x)");
  }

  @Test
  void saysThatTheFileIsGone() {
    Items items = Items.lines(folder.resolve("gone"));
    JobFailure failure =
        catchThrowableOfType(JobFailure.class, () -> items.reader(0, 1, Long.class).close());
    assertThat(failure.failure().code()).isEqualTo(ErrorCode.FETCH_FAILED);
    assertThat(failure).hasMessageContaining("gone");
  }

  @Property(tries = 200)
  void splitsWhateverItReads(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 70_000) int chunk)
      throws Exception {
    List<String> expected = new ArrayList<>(List.of(text.split("\n", -1)));
    if (expected.getLast().isEmpty()) {
      expected.removeLast();
    }
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(new Chunks(text.getBytes(UTF_8), chunk))) {
      while (reader.next()) {
        lines.add(new String(reader.bytes(), reader.start(), reader.end() - reader.start(), UTF_8));
      }
      assertThat(reader.next()).isFalse();
    }
    assertThat(lines).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> lines =
        Arbitraries.of(
            "", "\n", "a\n", "\n\n", "last", "é€\n", "x".repeat(65_535), "y".repeat(140_000));
    return lines.list().ofMaxSize(30).map(all -> String.join("", all));
  }

  /** Gives a few bytes at a time. */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private final int chunk;

    Chunks(byte[] bytes, int chunk) {
      this.in = new ByteArrayInputStream(bytes);
      this.chunk = chunk;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, Math.min(length, chunk));
    }
  }

  public static final class Xs implements ArrayJob<Xs.Item, Integer> {
    public record Item(int x) {}

    @Override
    public Integer run(Item item, JobContext context) {
      return item.x();
    }
  }
}
