package io.gridmill.job.testing;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs that the tests run. */
public final class SampleJobs {
  private SampleJobs() {}

  public record Text(String text, int atLeast) {
    public Text {
      if (atLeast < 0) {
        throw new IllegalArgumentException("atLeast: " + atLeast + " (expected: >= 0)");
      }
    }
  }

  public record Counts(int words, Map<String, Integer> byWord) {}

  public static final class WordCount implements GridJob<Text, Counts> {
    @Override
    public Counts run(Text input, JobContext context) {
      Map<String, Integer> byWord = new java.util.TreeMap<>();
      for (String word : input.text().split(" ", -1)) {
        byWord.merge(word, 1, Integer::sum);
      }
      byWord.values().removeIf(n -> n < input.atLeast());
      return new Counts(byWord.size(), byWord);
    }
  }

  public static final class Lengths implements GridJob<List<String>, Map<String, Integer>> {
    @Override
    public Map<String, Integer> run(List<String> input, JobContext context) {
      Map<String, Integer> lengths = new java.util.TreeMap<>();
      input.forEach(s -> lengths.put(s, s.length()));
      return lengths;
    }
  }

  public static final class Reverse implements GridJob<byte[], byte[]> {
    @Override
    public byte[] run(byte[] input, JobContext context) {
      byte[] reversed = new byte[input.length];
      for (int i = 0; i < input.length; i++) {
        reversed[i] = input[input.length - 1 - i];
      }
      return reversed;
    }
  }

  public static final class Nothing implements GridJob<Void, Void> {
    @Override
    public @Nullable Void run(@Nullable Void input, JobContext context) {
      context.log().info("done");
      return null;
    }
  }

  /** Logs at every level. */
  public static final class Talks implements GridJob<Void, Void> {
    @Override
    public @Nullable Void run(@Nullable Void input, JobContext context) {
      context.log().info("one");
      context.log().warn("two\nlines");
      context.log().error("three");
      context.log().error("four", new IllegalStateException("the reason"));
      return null;
    }
  }

  public static final class Echo implements GridJob<RawJson, RawJson> {
    @Override
    public RawJson run(RawJson input, JobContext context) {
      return input;
    }
  }

  public sealed interface Shape {}

  public record Circle(double radius) implements Shape {}

  public record Box(double width, double height) implements Shape {}

  public static final class Grow implements GridJob<Shape, Shape> {
    @Override
    public Shape run(Shape input, JobContext context) {
      return switch (input) {
        case Circle c -> new Circle(2 * c.radius());
        case Box b -> new Box(2 * b.width(), 2 * b.height());
      };
    }
  }

  public static final class Copies implements GridJob<Void, Long> {
    @Override
    public Long run(@Nullable Void input, JobContext context) throws IOException {
      return Files.copy(context.input("data.csv"), context.output("copy.csv")).toFile().length();
    }
  }

  public static final class Fails implements GridJob<String, String> {
    @Override
    public String run(String how, JobContext context) throws Exception {
      context.log().warn("about to fail");
      return switch (how) {
        case "state" -> throw new IllegalStateException("first line\n  second line", cause());
        case "input" -> throw new GridException(ErrorCode.BAD_INPUT, "no such city: " + how);
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        case "wrapped memory" ->
            throw new java.util.concurrent.ExecutionException(new OutOfMemoryError("x"));
        case "stack" -> how + recurse(1);
        case "assertion" -> throw new AssertionError("never");
        case "rude" -> throw new Rude();
        default -> throw new IOException(how);
      };
    }

    private static Exception cause() {
      return new IllegalArgumentException("the cause");
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int n) {
      return recurse(n + 1) + n;
    }
  }

  static final class Rude extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("not even a message");
    }
  }

  /** Counts to ten, with a checkpoint after each. */
  public static final class Counter implements GridJob<Void, List<Integer>> {
    public record State(int next, List<Integer> attempts) {}

    @Override
    public List<Integer> run(@Nullable Void input, JobContext context) {
      State state = context.checkpoint().saved(State.class).orElse(new State(0, List.of()));
      for (int i = state.next(); i < 10; i++) {
        List<Integer> attempts = new ArrayList<>(state.attempts());
        attempts.add(context.attempt());
        state = new State(i + 1, attempts);
        context.progress(i + 1, 10, "at " + i);
        context.checkpoint().saveJson(state);
      }
      return state.attempts();
    }
  }

  /** Waits to be interrupted. */
  public static final class Endless implements GridJob<Boolean, String> {
    @Override
    public String run(Boolean returns, JobContext context) throws Exception {
      context.progress(1, 0);
      try {
        new java.util.concurrent.CountDownLatch(1).await();
        throw new IllegalStateException("woke up");
      } catch (InterruptedException e) {
        if (returns) {
          return "cancelled " + context.cancelled();
        }
        throw e;
      }
    }
  }

  public static final class Waits implements GridJob<Duration, Instant> {
    @Override
    public Instant run(Duration wait, JobContext context) {
      return context.clock().instant().plus(wait);
    }
  }

  public static final class Squares implements ReducingArrayJob<Long, Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item * item;
    }

    @Override
    public Long reduce(Stream<Long> results, JobContext context) throws IOException {
      long sum = results.mapToLong(n -> n).sum();
      Files.writeString(context.output("sum.txt"), Long.toString(sum));
      return sum;
    }
  }

  /** Scales points by a factor that all share; gives nothing for the origin. */
  public static final class Scale implements ArrayJob<Scale.Point, Scale.Point> {
    public record Point(int x, int y) {}

    private int factor;
    private boolean open;

    @Override
    public void open(JobContext context) {
      factor = context.sharedInput(Integer.class);
      open = true;
    }

    @Override
    public @Nullable Point run(Point p, JobContext context) {
      if (!open) {
        throw new IllegalStateException("not open");
      }
      return p.x() == 0 && p.y() == 0 ? null : new Point(factor * p.x(), factor * p.y());
    }

    @Override
    public void close() {
      open = false;
    }
  }

  /** Fails for every seventh item. */
  public static final class Picky implements ArrayJob<Integer, Void> {
    @Override
    public @Nullable Void run(Integer item, JobContext context) {
      if (item % 7 == 3) {
        throw new IllegalArgumentException("item " + item);
      }
      return null;
    }
  }

  /** Joins the results that are not null. */
  public static final class Sparse implements ReducingArrayJob<String, String, String> {
    @Override
    public @Nullable String run(String item, JobContext context) {
      return item.isEmpty() ? null : item;
    }

    @Override
    public String reduce(Stream<String> results, JobContext context) {
      List<@Nullable String> all = new ArrayList<>(results.toList());
      return all.size() + ":" + String.join(",", all.stream().filter(Objects::nonNull).toList());
    }
  }

  /** Adds vectors by a kernel. */
  public static final class Saxpy implements GridJob<float[], float[]> {
    @Override
    public float[] run(float[] x, JobContext context) {
      float[] y = new float[x.length];
      Arrays.fill(y, 1);
      try (KernelGraph graph =
          context
              .accelerator()
              .graph("saxpy")
              .upload(x, y)
              .launch(Range.of(x.length), Saxpy::saxpy, 2f, x, y)
              .download(y)) {
        graph.run();
      }
      context.log().info("on " + context.accelerator().backend());
      return y;
    }

    static void saxpy(int i, float a, float[] x, float[] y) {
      y[i] += a * x[i];
    }
  }

  /** Asks for what items do not have. */
  public static final class Greedy implements ArrayJob<Long, String> {
    @Override
    public String run(Long item, JobContext context) {
      return item == 0
          ? context.output("x").toString()
          : "" + context.checkpoint().saved().isPresent();
    }
  }
}
