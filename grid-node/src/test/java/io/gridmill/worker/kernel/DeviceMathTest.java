package io.gridmill.worker.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What stands for an instruction or a method of the JDK gives its bits, for all arguments. */
class DeviceMathTest {

  private static final List<Class<?>> OWNERS =
      List.of(
          Math.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Float.class,
          Double.class);

  @Property(tries = 20_000)
  void shiftsInts(@ForAll int x, @ForAll int by) {
    assertThat(DeviceMath.shiftLeft(x, by)).isEqualTo(x << by);
    assertThat(DeviceMath.shiftRight(x, by)).isEqualTo(x >> by);
    assertThat(DeviceMath.shiftUnsigned(x, by)).isEqualTo(x >>> by);
  }

  @Property(tries = 20_000)
  void shiftsLongs(@ForAll long x, @ForAll int by) {
    assertThat(DeviceMath.shiftLeft(x, by)).isEqualTo(x << by);
    assertThat(DeviceMath.shiftRight(x, by)).isEqualTo(x >> by);
    assertThat(DeviceMath.shiftUnsigned(x, by)).isEqualTo(x >>> by);
  }

  @Property(tries = 20_000)
  void dividesInts(@ForAll int a, @ForAll int b, @ForAll byte small) {
    for (int divisor : new int[] {b, small, 1 << small}) {
      if (divisor != 0) {
        assertThat(DeviceMath.quotient(a, divisor)).isEqualTo(a / divisor);
        assertThat(DeviceMath.remainder(a, divisor)).isEqualTo(a % divisor);
      }
    }
  }

  @Property(tries = 20_000)
  void dividesLongs(@ForAll long a, @ForAll long b, @ForAll byte small) {
    for (long divisor : new long[] {b, small, 1L << small}) {
      if (divisor != 0) {
        assertThat(DeviceMath.quotient(a, divisor)).isEqualTo(a / divisor);
        assertThat(DeviceMath.remainder(a, divisor)).isEqualTo(a % divisor);
      }
    }
  }

  @Property(tries = 20_000)
  void convertsToIntegers(@ForAll float f, @ForAll double d, @ForAll long bits) {
    float anyFloat = Float.intBitsToFloat((int) bits);
    double anyDouble = Double.longBitsToDouble(bits);
    for (float x : new float[] {f, anyFloat}) {
      assertThat(DeviceMath.toInt(x)).isEqualTo((int) x);
      assertThat(DeviceMath.toLong(x)).isEqualTo((long) x);
    }
    for (double x : new double[] {d, anyDouble}) {
      assertThat(DeviceMath.toInt(x)).isEqualTo((int) x);
      assertThat(DeviceMath.toLong(x)).isEqualTo((long) x);
    }
  }

  @Test
  void standsForEveryMethodOfTheSameName() throws Throwable {
    Random random = new Random(11);
    int compared = 0;
    for (Method own :
        Stream.of(DeviceMath.class, DeviceFloats.class)
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .toList()) {
      for (Class<?> owner : OWNERS) {
        MethodType type = MethodType.methodType(own.getReturnType(), own.getParameterTypes());
        MethodHandle theirs;
        try {
          theirs = MethodHandles.publicLookup().findStatic(owner, own.getName(), type);
        } catch (NoSuchMethodException | IllegalAccessException e) {
          continue;
        }
        compared++;
        MethodHandle ours =
            MethodHandles.privateLookupIn(own.getDeclaringClass(), MethodHandles.lookup())
                .unreflect(own);
        compare(ours, theirs, owner.getSimpleName() + "." + own.getName() + type, random);
      }
    }
    assertThat(compared).isGreaterThan(60);
  }

  private static void compare(MethodHandle ours, MethodHandle theirs, String name, Random random)
      throws Throwable {
    Class<?>[] types = ours.type().parameterArray();
    List<Object> first = values(types[0], random);
    List<Object> second = types.length == 1 ? List.of(0) : values(types[1], random);
    for (Object a : first) {
      for (Object b : second) {
        boolean divides = name.contains("iv") || name.contains("emainder") || name.contains("Mod");
        if (divides && ((Number) b).doubleValue() == 0) {
          continue;
        }
        Object[] arguments = types.length == 1 ? new Object[] {a} : new Object[] {a, b};
        assertThat(ours.invokeWithArguments(arguments))
            .as("%s of %s", name, List.of(arguments))
            .isEqualTo(theirs.invokeWithArguments(arguments));
      }
    }
  }

  private static List<Object> values(Class<?> type, Random random) {
    List<Object> values = new ArrayList<>();
    for (int shift = 0; shift < 64; shift += 3) {
      for (long bits :
          new long[] {
            0, 1L << shift, -1L << shift, (1L << shift) + 1, random.nextLong() >> shift
          }) {
        if (type == int.class) {
          values.add((int) bits);
        } else if (type == long.class) {
          values.add(bits);
        } else if (type == short.class) {
          values.add((short) bits);
        } else if (type == byte.class) {
          values.add((byte) bits);
        } else if (type == float.class) {
          values.add(Float.intBitsToFloat((int) random.nextLong()));
          values.add(bits * 0.5f);
          values.add(-bits * 0.25f);
        } else {
          values.add(Double.longBitsToDouble(random.nextLong()));
          values.add(bits * 0.5);
          values.add(-bits * 0.25);
        }
      }
    }
    if (type == float.class) {
      values.addAll(List.of(Float.NaN, -0f, 0.49999997f, -0.49999997f, 8388609f, 4194304.5f));
      values.addAll(List.of(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE));
    } else if (type == double.class) {
      values.addAll(List.of(Double.NaN, -0.0, 0.49999999999999994, -0.49999999999999994, 0x1p52));
      values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0x1p51 + 0.5));
    } else if (type == int.class) {
      values.addAll(List.of(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return values;
  }
}
