package io.gridmill.grid.simulate;

import io.gridmill.grid.history.TaskCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** All that happened in a world, as a number that tells two worlds apart, and the last of it. */
final class Trace {
  private static final int KEPT = 400;

  private final World world;
  private final Deque<Entry> last = new ArrayDeque<>();
  private long hash = 1;

  private record Entry(long nanos, String what, Object about, @Nullable Object detail) {}

  Trace(World world) {
    this.world = world;
  }

  /**
   * Notes that something happened.
   *
   * @param about goes into the hash as its text
   * @param number goes into the hash, too
   * @param detail is for people only
   */
  void note(String what, Object about, long number, @Nullable Object detail) {
    mix(world.nanoTime());
    mix(what.hashCode());
    mix(about.toString().hashCode());
    mix(number);
    if (detail instanceof TaskCall.Read) {
      return; // there are too many
    }
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(new Entry(world.nanoTime(), what, about, detail));
  }

  private void mix(long value) {
    long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
    hash = mixed ^ mixed >>> 29;
  }

  long hash() {
    return hash;
  }

  /** The last things that happened, a line each. */
  String tail(int most) {
    StringBuilder text = new StringBuilder();
    int skip = Math.max(0, last.size() - most);
    for (Entry entry : last) {
      if (skip-- > 0) {
        continue;
      }
      text.append(Duration.ofNanos(entry.nanos()))
          .append(' ')
          .append(entry.what())
          .append(' ')
          .append(entry.about());
      if (entry.detail() != null) {
        text.append(' ').append(entry.detail());
      }
      text.append('\n');
    }
    return text.toString();
  }
}
