package io.gridmill.e2e.jobs;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Does what it is told to, and gives nothing. */
public final class MisbehavingJob implements GridJob<Misbehaviour, Long> {
  @Override
  public Long run(Misbehaviour what, JobContext context) {
    System.out.println("about to misbehave: " + what);
    return switch (what) {
      case EXITS -> exit();
      case EATS_ITS_HEAP -> eat();
      case NEVER_ENDS -> loop();
      case FLOODS_ITS_OUTPUT -> flood(System.out);
      case THROWS -> throw new IllegalArgumentException("seven is not a prime example");
    };
  }

  private static long exit() {
    System.exit(7);
    return 0;
  }

  private static long eat() {
    List<byte[]> eaten = new ArrayList<>();
    while (eaten.size() < Integer.MAX_VALUE) {
      eaten.add(new byte[1 << 20]);
    }
    return eaten.size();
  }

  /** Ignores the interrupt that asks it to end. */
  private static long loop() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  /** A gigabyte. */
  private static long flood(PrintStream out) {
    byte[] line = new byte[1 << 10];
    Arrays.fill(line, (byte) 'x');
    line[line.length - 1] = '\n';
    for (int lines = 0; lines < 1 << 20; lines++) {
      out.write(line, 0, line.length);
    }
    return (long) line.length << 20;
  }
}
