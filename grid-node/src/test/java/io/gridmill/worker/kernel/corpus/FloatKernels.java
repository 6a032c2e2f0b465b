package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.floats;

import io.gridmill.worker.kernel.KernelRefusal;
import java.util.List;

/** Kernels on float. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class FloatKernels {

  private FloatKernels() {}

  static List<KernelCase> all() {
    return List.of(
        floats("float add", FloatKernels::add),
        floats("float subtract", FloatKernels::subtract),
        floats("float multiply", FloatKernels::multiply),
        floats("float divide", FloatKernels::divide),
        floats("float remainder", FloatKernels::remainder).refused(KernelRefusal.FLOAT_REMAINDER),
        floats("float negate", FloatKernels::negate),
        floats("float multiply add", FloatKernels::multiplyAdd),
        floats("float compare chain", FloatKernels::compareChain),
        floats("float absolute", FloatKernels::absolute),
        floats("float min", FloatKernels::min),
        floats("float max", FloatKernels::max),
        floats("float floor", FloatKernels::floor),
        floats("float ceil", FloatKernels::ceil),
        floats("float rint", FloatKernels::rint),
        floats("float round", FloatKernels::round),
        floats("float signum", FloatKernels::signum),
        floats("float to radians", FloatKernels::toRadians),
        floats("float to degrees", FloatKernels::toDegrees),
        floats("float nature", FloatKernels::nature),
        floats("float to int", FloatKernels::toInt),
        floats("float to long", FloatKernels::toLong),
        floats("float to small", FloatKernels::toSmall),
        floats("float to other", FloatKernels::toOther),
        floats("float square root", FloatKernels::squareRoot),
        floats("float polynomial", FloatKernels::polynomial),
        floats("float interpolate", FloatKernels::interpolate),
        floats("float clamp", FloatKernels::clamp),
        floats("float newton", FloatKernels::newton),
        floats("float compensated sum", FloatKernels::compensatedSum),
        floats("float mandelbrot", FloatKernels::mandelbrot),
        floats("float sum", FloatKernels::sum));
  }

  static void add(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x + y;
  }

  static void subtract(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x - y;
  }

  static void multiply(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x * y;
  }

  static void divide(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x / y;
  }

  static void remainder(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x % y;
  }

  static void negate(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = -x;
  }

  static void multiplyAdd(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x * y + x;
  }

  static void compareChain(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    int s = 0;
    if (x < y) {
      s |= 1;
    }
    if (x <= y) {
      s |= 2;
    }
    if (x == y) {
      s |= 4;
    }
    if (x != y) {
      s |= 8;
    }
    if (x > y) {
      s |= 16;
    }
    if (x >= y) {
      s |= 32;
    }
    if (!(x < y)) {
      s |= 64;
    }
    r[i] = s;
  }

  static void absolute(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = Math.abs(x);
  }

  static void min(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = Math.min(x, y);
  }

  static void max(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = Math.max(x, y);
  }

  static void floor(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.floor(x);
  }

  static void ceil(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.ceil(x);
  }

  static void rint(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.rint(x);
  }

  static void round(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = Math.round(x);
  }

  static void signum(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = Math.signum(x);
  }

  static void toRadians(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.toRadians(x);
  }

  static void toDegrees(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.toDegrees(x);
  }

  static void nature(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = (Float.isNaN(x) ? 1 : 0) + (Float.isInfinite(x) ? 2 : 0) + (Float.isFinite(y) ? 4 : 0);
  }

  static void toInt(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (int) x;
  }

  static void toLong(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (long) x;
  }

  static void toSmall(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = (byte) x + (short) y + (char) x;
  }

  static void toOther(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) ((double) x * 1.1);
  }

  static void squareRoot(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.sqrt(x);
  }

  static void polynomial(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = ((x * 0.5f - 1.25f) * x + 3f) * x - 0.125f;
  }

  static void interpolate(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = x + (y - x) * 0.3f;
  }

  static void clamp(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = x < -1f ? -1f : x > 1f ? 1f : x;
  }

  static void newton(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float v = Math.abs(x) + 1;
    float g = v;
    for (int k = 0; k < 8; k++) {
      g = 0.5f * (g + v / g);
    }
    r[i] = g;
  }

  static void compensatedSum(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    float s = 0;
    float c = 0;
    for (int k = 0; k < 20; k++) {
      float v = a[k + 15] - c;
      float u = s + v;
      c = (u - s) - v;
      s = u;
    }
    r[i] = s + y;
  }

  static void mandelbrot(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    float zr = 0;
    float zi = 0;
    int k = 0;
    while (k < 50) {
      float t = zr * zr - zi * zi + x;
      zi = 2 * zr * zi + y;
      zr = t;
      if (zr * zr + zi * zi > 4) {
        break;
      }
      k++;
    }
    r[i] = k;
  }

  static void sum(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = Float.sum(x, y) + Float.max(x, 1) + Float.min(y, 1);
  }
}
