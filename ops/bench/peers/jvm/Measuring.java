import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the peers on the JVM measure alike. */
final class Measuring {
  /** Something that may fail. */
  interface Action {
    void run() throws Exception;
  }

  /** Runs so many tasks and waits for all. */
  interface Bulk {
    void run(int count) throws Exception;
  }

  /** As many as Gridmill's own measurement has: what JVMs compile is compiled by then. */
  private static final int WARM_UPS = 4;

  private Measuring() {}

  /** Prints the rate of a warm bulk, and how long a single warm task takes. */
  static void plain(int tasks, int singles, Bulk bulk, Action single) throws Exception {
    for (int i = 0; i < WARM_UPS; i++) {
      bulk.run(tasks);
    }
    long began = System.nanoTime();
    bulk.run(tasks);
    double rate = tasks * 1e9 / (System.nanoTime() - began);
    double[] millis = new double[singles];
    for (int i = -WARM_UPS * singles; i < singles; i++) {
      long from = System.nanoTime();
      single.run();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - from) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "{\"tasks\":%d,\"tasks_per_s\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f}%n",
        tasks, rate, millis[singles / 2], millis[singles * 99 / 100]);
  }

  /** Prints how long some tasks took, and how many results came. */
  static void fault(long began, int results) {
    System.out.printf(
        "{\"seconds\":%.2f,\"results\":%d}%n", (System.nanoTime() - began) / 1e9, results);
  }

  static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  /** A task that leaves a trace of its run, and takes its time. */
  static int nap(int number, String file, long millis) throws Exception {
    Files.writeString(
        Path.of(file), number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    pause(millis);
    return number;
  }
}
