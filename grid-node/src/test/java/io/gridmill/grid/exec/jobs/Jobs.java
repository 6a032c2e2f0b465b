package io.gridmill.grid.exec.jobs;

import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.CombiningArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import io.gridmill.job.run.ResultComparator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs that tests put into a jar and run in workers. */
public final class Jobs {
  private Jobs() {}

  public static final class Nothing implements GridJob<Void, Void> {
    @Override
    public Void run(Void input, JobContext context) {
      return null;
    }
  }

  public static final class Twice implements GridJob<Long, Long> {
    @Override
    public Long run(Long input, JobContext context) {
      return 2 * input;
    }
  }

  /** Does on its accelerator what its input says, and tells which that is. */
  public static final class Kernels implements GridJob<String, String> {
    @Override
    public String run(String input, JobContext context) {
      int[] out = new int[input.equals("large") ? 60 << 20 : 100_000];
      try (KernelGraph graph = context.accelerator().graph(input)) {
        Range.D1 all = Range.of(100_000);
        switch (input) {
          case "endless" -> graph.launch(all, Kernels::endless, out);
          case "outside" -> graph.launch(all, Kernels::outside, 400_000_000, out);
          default -> graph.launch(all, Kernels::square, out);
        }
        graph.download(out).run();
      }
      return context.accelerator().backend() + " " + out[999];
    }

    static void square(int i, int[] out) {
      out[i] = i * i;
    }

    static void endless(int i, int[] out) {
      while (out[i] >= 0) {
        out[i] = (out[i] + 1) & 7;
      }
    }

    /** Writes far outside of the array at one index, which a sample hardly sees. */
    static void outside(int i, int by, int[] out) {
      out[i == 51_234 ? i + by : i] = i;
    }
  }

  public static final class Throws implements GridJob<String, Void> {
    @Override
    public Void run(String input, JobContext context) {
      throw new IllegalStateException(input);
    }
  }

  public static final class Exits implements GridJob<Integer, Void> {
    @Override
    public Void run(Integer input, JobContext context) {
      System.out.println("about to exit");
      System.exit(input);
      return null;
    }
  }

  public static final class Halts implements GridJob<Integer, Void> {
    @Override
    public Void run(Integer input, JobContext context) {
      Runtime.getRuntime().halt(input);
      return null;
    }
  }

  public static final class EatsHeap implements GridJob<Void, Integer> {
    @Override
    public Integer run(Void input, JobContext context) {
      List<long[]> eaten = new ArrayList<>();
      while (eaten.size() < 1_000_000) {
        eaten.add(new long[100_000]);
      }
      return eaten.size();
    }
  }

  /** Does not hear interrupts. */
  public static final class Deaf implements GridJob<Void, Long> {
    @Override
    public Long run(Void input, JobContext context) {
      System.out.println("not listening");
      long n = 0;
      while (n >= 0) {
        n = (n + 1) & Long.MAX_VALUE;
      }
      return n;
    }
  }

  public static final class Waits implements GridJob<Long, String> {
    @Override
    public String run(Long millis, JobContext context) throws InterruptedException {
      boolean ended = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      return "waited " + ended;
    }
  }

  /** Appends a byte to a file again and again, so that others see it run. */
  public static final class Ticks implements GridJob<String, Long> {
    @Override
    public Long run(String file, JobContext context) throws Exception {
      Path path = Path.of(file);
      CountDownLatch never = new CountDownLatch(1);
      long n = 0;
      while (!Files.exists(Path.of(file + ".end"))) {
        Files.write(path, new byte[] {1}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        n++;
        if (never.await(2, TimeUnit.MILLISECONDS)) {
          return -1L;
        }
      }
      return n;
    }
  }

  public static final class Prints implements GridJob<Integer, Void> {
    @Override
    public Void run(Integer lines, JobContext context) {
      for (int i = 0; i < lines; i++) {
        System.out.println("line " + i);
      }
      System.err.print("no end of line");
      context.log().warn("careful");
      return null;
    }
  }

  /** Writes to the process's own standard output, and waits for a file. */
  public static final class WritesRaw implements GridJob<String, Void> {
    @Override
    public Void run(String file, JobContext context) throws Exception {
      FileOutputStream raw = new FileOutputStream(FileDescriptor.out);
      raw.write("raw\n".getBytes(StandardCharsets.UTF_8));
      raw.flush();
      CountDownLatch never = new CountDownLatch(1);
      while (!Files.exists(Path.of(file)) && !never.await(5, TimeUnit.MILLISECONDS)) {}
      return null;
    }
  }

  public static final class BreaksStreams implements GridJob<Void, Void> {
    @Override
    public Void run(Void input, JobContext context) {
      System.out.close();
      System.setErr(System.out);
      return null;
    }
  }

  public static final class Floods implements GridJob<Void, Void> {
    @Override
    public Void run(Void input, JobContext context) {
      String line = "x".repeat(1000);
      for (int i = 0; i < 1_000_000; i++) {
        System.out.println(line);
      }
      return null;
    }
  }

  public static final class Copies implements GridJob<Void, Long> {
    @Override
    public Long run(Void input, JobContext context) throws IOException {
      byte[] in = Files.readAllBytes(context.input("words.txt"));
      Files.write(context.output("copy.txt"), in);
      return (long) in.length;
    }
  }

  public static final class Large implements GridJob<Integer, String> {
    @Override
    public String run(Integer length, JobContext context) {
      return "y".repeat(length);
    }
  }

  /** Counts, saving each number, until it makes way; then gives the number it had come to. */
  public static final class Counts implements GridJob<Void, Integer> {
    @Override
    public Integer run(Void input, JobContext context) throws InterruptedException {
      int from = context.checkpoint().saved(Integer.class).orElse(0);
      if (from > 0) {
        return from;
      }
      for (int n = 1; ; n++) {
        context.checkpoint().saveJson(n);
        var _ = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Gives a result that is a little different in each run, and very wrong in the first. */
  public static final class Approximate implements GridJob<Void, Double>, ResultComparator<Double> {
    @Override
    public Double run(Void input, JobContext context) throws IOException {
      Files.writeString(context.output("run"), String.valueOf(context.attempt()));
      return context.attempt() == 1 ? 666.0 : 42 + context.attempt() * 1e-9;
    }

    @Override
    public boolean agree(RunResult<Double> one, RunResult<Double> other) throws IOException {
      if (Files.readString(Objects.requireNonNull(one.outputs().get("run"))).isEmpty()) {
        return false;
      }
      double first = Objects.requireNonNull(one.value());
      return Math.abs(first - Objects.requireNonNull(other.value())) < 1e-6;
    }
  }

  /** Items that follow each other. */
  public record Sum(long items, long total, long first, long last) {}

  /** Says which items it has seen, each once. */
  public static final class Sums implements CombiningArrayJob<Long, Sum> {
    @Override
    public @Nullable Sum run(Long item, JobContext context) {
      return item % 7 == 3 ? null : new Sum(1, item, item, item);
    }

    @Override
    public Sum combine(Sum one, Sum other) {
      if (one.last() >= other.first()) {
        throw new IllegalArgumentException("not in order: " + one + ", " + other);
      }
      return new Sum(
          one.items() + other.items(), one.total() + other.total(), one.first(), other.last());
    }
  }

  /** Gives a wrong result in the first of its runs. */
  public static final class FirstIsWrong implements GridJob<Void, Integer> {
    @Override
    public Integer run(Void input, JobContext context) {
      return context.attempt() == 1 ? 666 : 42;
    }
  }

  /** Saves a checkpoint and dies in the first attempt, goes on from there in the second. */
  public static final class Resumes implements GridJob<Void, Integer> {
    @Override
    public Integer run(Void input, JobContext context) {
      int from = context.checkpoint().saved(Integer.class).orElse(0);
      if (context.attempt() == 1) {
        context.progress(41, 100, "half way");
        context.checkpoint().saveJson(41);
        Runtime.getRuntime().halt(134);
      }
      return from + 1;
    }
  }

  public static final class Squares implements ReducingArrayJob<Long, Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item * item;
    }

    @Override
    public Long reduce(Stream<Long> results, JobContext context) {
      return results.mapToLong(Long::longValue).sum();
    }
  }

  /** Ten milliseconds an item. */
  public static final class SlowItems implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) throws Exception {
      return new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS) ? 0 : item;
    }
  }

  public static final class NoItems implements ArrayJob<Long, Void> {
    @Override
    public Void run(Long item, JobContext context) {
      return null;
    }
  }

  public static final class LineLengths implements ArrayJob<String, Integer> {
    @Override
    public Integer run(String line, JobContext context) {
      if (line.isEmpty()) {
        throw new IllegalArgumentException("an empty line");
      }
      return line.length();
    }
  }

  /** Reports until it is stopped. */
  public static final class Reports implements GridJob<Void, Void> {
    @Override
    public Void run(Void input, JobContext context) throws InterruptedException {
      CountDownLatch never = new CountDownLatch(1);
      for (int n = 1; !never.await(10, TimeUnit.MILLISECONDS); n++) {
        context.progress(n, 0, "so far");
      }
      return null;
    }
  }

  /** Starts a process that stays, and writes its number to a file. */
  public static final class StartsProcess implements GridJob<String, Void> {
    @Override
    public Void run(String file, JobContext context) throws Exception {
      Process child = new ProcessBuilder("sleep", "432").start();
      Files.writeString(Path.of(file), child.pid() + "\n");
      child.waitFor();
      return null;
    }
  }
}
