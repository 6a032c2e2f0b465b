package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.doubles;

import io.gridmill.worker.kernel.KernelRefusal;
import java.util.List;

/** Kernels on double. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class DoubleKernels {

  private DoubleKernels() {}

  static List<KernelCase> all() {
    return List.of(
        doubles("double add", DoubleKernels::add),
        doubles("double subtract", DoubleKernels::subtract),
        doubles("double multiply", DoubleKernels::multiply),
        doubles("double divide", DoubleKernels::divide),
        doubles("double remainder", DoubleKernels::remainder)
            .refused(KernelRefusal.FLOAT_REMAINDER),
        doubles("double negate", DoubleKernels::negate),
        doubles("double multiply add", DoubleKernels::multiplyAdd),
        doubles("double compare chain", DoubleKernels::compareChain),
        doubles("double absolute", DoubleKernels::absolute),
        doubles("double min", DoubleKernels::min),
        doubles("double max", DoubleKernels::max),
        doubles("double floor", DoubleKernels::floor),
        doubles("double ceil", DoubleKernels::ceil),
        doubles("double rint", DoubleKernels::rint),
        doubles("double round", DoubleKernels::round),
        doubles("double signum", DoubleKernels::signum),
        doubles("double to radians", DoubleKernels::toRadians),
        doubles("double to degrees", DoubleKernels::toDegrees),
        doubles("double nature", DoubleKernels::nature),
        doubles("double to int", DoubleKernels::toInt),
        doubles("double to long", DoubleKernels::toLong),
        doubles("double to small", DoubleKernels::toSmall),
        doubles("double to other", DoubleKernels::toOther),
        doubles("double square root", DoubleKernels::squareRoot),
        doubles("double polynomial", DoubleKernels::polynomial),
        doubles("double interpolate", DoubleKernels::interpolate),
        doubles("double clamp", DoubleKernels::clamp),
        doubles("double newton", DoubleKernels::newton),
        doubles("double compensated sum", DoubleKernels::compensatedSum),
        doubles("double mandelbrot", DoubleKernels::mandelbrot),
        doubles("double sum", DoubleKernels::sum));
  }

  static void add(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x + y;
  }

  static void subtract(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x - y;
  }

  static void multiply(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x * y;
  }

  static void divide(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x / y;
  }

  static void remainder(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x % y;
  }

  static void negate(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = -x;
  }

  static void multiplyAdd(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x * y + x;
  }

  static void compareChain(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
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

  static void absolute(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = Math.abs(x);
  }

  static void min(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = Math.min(x, y);
  }

  static void max(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = Math.max(x, y);
  }

  static void floor(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.floor(x);
  }

  static void ceil(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.ceil(x);
  }

  static void rint(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.rint(x);
  }

  static void round(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = Math.round(x);
  }

  static void signum(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = Math.signum(x);
  }

  static void toRadians(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.toRadians(x);
  }

  static void toDegrees(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.toDegrees(x);
  }

  static void nature(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] =
        (Double.isNaN(x) ? 1 : 0) + (Double.isInfinite(x) ? 2 : 0) + (Double.isFinite(y) ? 4 : 0);
  }

  static void toInt(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (int) x;
  }

  static void toLong(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (long) x;
  }

  static void toSmall(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = (byte) x + (short) y + (char) x;
  }

  static void toOther(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) ((float) x * 1.1);
  }

  static void squareRoot(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.sqrt(x);
  }

  static void polynomial(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = ((x * 0.5 - 1.25) * x + 3) * x - 0.125;
  }

  static void interpolate(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = x + (y - x) * 0.3;
  }

  static void clamp(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = x < -1 ? -1 : x > 1 ? 1 : x;
  }

  static void newton(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double v = Math.abs(x) + 1;
    double g = v;
    for (int k = 0; k < 8; k++) {
      g = 0.5 * (g + v / g);
    }
    r[i] = g;
  }

  static void compensatedSum(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    double s = 0;
    double c = 0;
    for (int k = 0; k < 20; k++) {
      double v = a[k + 15] - c;
      double u = s + v;
      c = (u - s) - v;
      s = u;
    }
    r[i] = s + y;
  }

  static void mandelbrot(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    double zr = 0;
    double zi = 0;
    int k = 0;
    while (k < 50) {
      double t = zr * zr - zi * zi + x;
      zi = 2 * zr * zi + y;
      zr = t;
      if (zr * zr + zi * zi > 4) {
        break;
      }
      k++;
    }
    r[i] = k;
  }

  static void sum(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = Double.sum(x, y) + Double.max(x, 1) + Double.min(y, 1);
  }
}
