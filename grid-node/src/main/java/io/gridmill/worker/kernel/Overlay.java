package io.gridmill.worker.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one index of a kernel has written, kept beside the arrays: they are read through it and
 * never changed. Arrays that the kernel makes itself are not its concern.
 *
 * <p>The static methods are called by traced copies, with the operands of the instruction that they
 * replace.
 */
final class Overlay {

  /** An element of an argument: the position among the arguments, and the index in the array. */
  record Element(int argument, int index) {}

  /** The index was given up, because it took too long. */
  static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("cut", null, false, false);
    }
  }

  private static final int STEPS_BETWEEN_LOOKS = 1024;

  private Object[] arguments = {};
  private Map<Element, Object> written = new LinkedHashMap<>();
  private long deadline;
  private int steps;

  /** Starts a new index. */
  void begin(List<Object> arguments, long deadline) {
    this.arguments = arguments.toArray();
    this.written = new LinkedHashMap<>();
    this.deadline = deadline;
  }

  /** What has been written since {@link #begin}, boxed by the array's type. */
  Map<Element, Object> written() {
    return written;
  }

  /** One turn of a loop. */
  void step() {
    if (++steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline > 0) {
      throw new Cut();
    }
  }

  static int load(Object array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    if (array instanceof byte[] bytes) {
      return own == null ? bytes[index] : (byte) own;
    }
    return (own == null ? ((boolean[]) array)[index] : (boolean) own) ? 1 : 0;
  }

  static int load(short[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (short) own;
  }

  static int load(char[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (char) own;
  }

  static int load(int[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (int) own;
  }

  static long load(long[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (long) own;
  }

  static float load(float[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (float) own;
  }

  static double load(double[] array, int index, Overlay overlay) {
    Object own = overlay.read(array, index);
    return own == null ? array[index] : (double) own;
  }

  static void store(Object array, int index, int value, Overlay overlay) {
    if (array instanceof byte[] bytes) {
      if (!overlay.write(array, bytes.length, index, (byte) value)) {
        bytes[index] = (byte) value;
      }
    } else {
      boolean[] booleans = (boolean[]) array;
      if (!overlay.write(array, booleans.length, index, (value & 1) != 0)) {
        booleans[index] = (value & 1) != 0;
      }
    }
  }

  static void store(short[] array, int index, int value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, (short) value)) {
      array[index] = (short) value;
    }
  }

  static void store(char[] array, int index, int value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, (char) value)) {
      array[index] = (char) value;
    }
  }

  static void store(int[] array, int index, int value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, value)) {
      array[index] = value;
    }
  }

  static void store(long[] array, int index, long value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, value)) {
      array[index] = value;
    }
  }

  static void store(float[] array, int index, float value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, value)) {
      array[index] = value;
    }
  }

  static void store(double[] array, int index, double value, Overlay overlay) {
    if (!overlay.write(array, array.length, index, value)) {
      array[index] = value;
    }
  }

  private @Nullable Object read(Object array, int index) {
    return written.isEmpty() ? null : written.get(new Element(position(array), index));
  }

  /** False for an array that is no argument. */
  private boolean write(Object array, int length, int index, Object value) {
    int position = position(array);
    if (position < 0) {
      return false;
    }
    written.put(new Element(position, Objects.checkIndex(index, length)), value);
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // Two arrays with the same content are two.
  private int position(Object array) {
    for (int a = 0; a < arguments.length; a++) {
      if (arguments[a] == array) {
        return a;
      }
    }
    return -1;
  }
}
