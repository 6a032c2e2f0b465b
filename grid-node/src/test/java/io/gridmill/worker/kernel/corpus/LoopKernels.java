package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.ints;

import java.util.List;

/** Loops with every kind of exit. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class LoopKernels {

  private LoopKernels() {}

  static List<KernelCase> all() {
    return List.of(
        ints("loop break", LoopKernels::breakAlone),
        ints("loop break with value", LoopKernels::breakWithValue),
        ints("loop break with own value", LoopKernels::breakWithOwnValue),
        ints("loop break to write", LoopKernels::breakToWrite),
        ints("loop labelled break", LoopKernels::labelledBreak),
        ints("loop labelled continue", LoopKernels::labelledContinue),
        ints("loop labelled both", LoopKernels::labelledBoth),
        ints("loop labelled block", LoopKernels::labelledBlock),
        ints("loop return", LoopKernels::returnAlone),
        ints("loop return in inner", LoopKernels::returnInInner),
        ints("loop return in helper", LoopKernels::returnInHelper),
        ints("loop return in inner of helper", LoopKernels::returnInInnerOfHelper),
        ints("loop helper in loop", LoopKernels::helperInLoop),
        ints("loop helper as condition", LoopKernels::helperAsCondition),
        ints("loop do while", LoopKernels::doWhile),
        ints("loop do while with break", LoopKernels::doWhileWithBreak),
        ints("loop while true with break", LoopKernels::whileTrueWithBreak),
        ints("loop while true with return", LoopKernels::whileTrueWithReturn),
        ints("loop while and", LoopKernels::whileAnd),
        ints("loop while or", LoopKernels::whileOr),
        ints("loop continue", LoopKernels::continueAlone),
        ints("loop two breaks", LoopKernels::twoBreaks),
        ints("loop three ways out", LoopKernels::threeWaysOut),
        ints("loop switch inside", LoopKernels::switchInside),
        ints("loop down", LoopKernels::down),
        ints("loop step", LoopKernels::step),
        ints("loop never entered", LoopKernels::neverEntered),
        ints("loop empty body", LoopKernels::emptyBody),
        ints("loop assignment in condition", LoopKernels::assignmentInCondition),
        ints("loop triple", LoopKernels::triple),
        ints("loop two in a row", LoopKernels::twoInARow),
        ints("loop binary search", LoopKernels::binarySearch),
        ints("loop prime", LoopKernels::prime),
        ints("loop sort local", LoopKernels::sortLocal),
        ints("loop fibonacci", LoopKernels::fibonacci),
        ints("loop flag", LoopKernels::flag),
        ints("loop float exit", LoopKernels::floatExit),
        ints("loop reused variables", LoopKernels::reusedVariables));
  }

  static void breakAlone(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 50; k++) {
      if (a[k * 7] == v) {
        break;
      }
      s += a[k];
    }
    r[i] = s;
  }

  static void breakWithValue(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = -1;
    for (int k = 0; k < 50; k++) {
      if (a[k * 11] > v) {
        s = k;
        break;
      }
    }
    r[i] = s;
  }

  static void breakWithOwnValue(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = -1;
    for (int k = 0; k < 50; k++) {
      int w = a[k * 11] ^ k;
      if (w > v) {
        s = w * 3;
        break;
      }
    }
    r[i] = s;
  }

  static void breakToWrite(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    r[i] = 7;
    for (int k = 0; k < 50; k++) {
      long w = a[k * 11] * 3L;
      if (w > v) {
        r[i] = (int) w;
        break;
      }
    }
  }

  static void labelledBreak(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    outer:
    for (int k = 0; k < 20; k++) {
      for (int j = 0; j < 20; j++) {
        if (a[k * 13] * j > v) {
          break outer;
        }
        s += j;
      }
      s += 1000;
    }
    r[i] = s;
  }

  static void labelledContinue(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    outer:
    for (int k = 0; k < 20; k++) {
      for (int j = 0; j < 20; j++) {
        if (a[k * 13] + j > v) {
          continue outer;
        }
        s += j;
      }
      s += 1000;
    }
    r[i] = s;
  }

  static void labelledBoth(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    outer:
    for (int k = 0; k < 20; k++) {
      for (int j = 0; j < 20; j++) {
        if (a[k] == j) {
          continue outer;
        }
        if (a[j] - k == v) {
          s = -s;
          break outer;
        }
        if (j * k > 90) {
          break;
        }
        s += j;
      }
      s ^= k;
    }
    r[i] = s;
  }

  static void labelledBlock(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    done:
    {
      if (v > 10) {
        s = 1;
        break done;
      }
      for (int k = 0; k < 9; k++) {
        if (a[k] + k == v) {
          s = 100 + k;
          break done;
        }
      }
      s = 2;
    }
    r[i] = s;
  }

  static void returnAlone(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    for (int k = 0; k < 50; k++) {
      if (a[k * 11] > v) {
        r[i] = k * 3;
        return;
      }
    }
    r[i] = -1;
  }

  static void returnInInner(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    for (int k = 0; k < 10; k++) {
      for (int j = 0; j < 10; j++) {
        if (a[k * 10 + j] == v) {
          r[i] = k * 100 + j;
          return;
        }
      }
    }
    r[i] = -1;
  }

  static void returnInHelper(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    r[i] = find(a, v);
  }

  static void returnInInnerOfHelper(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    r[i] = findPair(a, v) * 3 + find(a, v + 1);
  }

  static void helperInLoop(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 5; k++) {
      s += find(a, v + k);
    }
    r[i] = s;
  }

  static void helperAsCondition(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int k = 0;
    while (k < 12 && find(a, v - k) < 100) {
      k++;
    }
    r[i] = k;
  }

  static void doWhile(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v & 0xffff;
    int s = 0;
    do {
      s += x;
      x = (x * 3 + 1) & 0xfff;
    } while (s < 5000);
    r[i] = s;
  }

  static void doWhileWithBreak(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v & 0xffff;
    int s = 0;
    do {
      s += x;
      x = (x * 3 + 1) & 0xfff;
      if (x == 5 || s == 77) {
        break;
      }
      s++;
    } while (s < 5000);
    r[i] = s;
  }

  static void whileTrueWithBreak(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v & 0xff;
    int s = 0;
    while (true) {
      s += x;
      if (s > 3000) {
        break;
      }
      x = x * 5 + 1 & 0xff;
      s++;
    }
    r[i] = s;
  }

  static void whileTrueWithReturn(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v & 0xff;
    int s = 0;
    while (true) {
      s += x + 1;
      if (s > 3000) {
        r[i] = s;
        return;
      }
      if (x == 13) {
        r[i] = -s;
        return;
      }
      x = x * 5 + 1 & 0xff;
    }
  }

  static void whileAnd(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v;
    int k = 0;
    while (k < 40 && x != 1) {
      x = (x & 1) == 0 ? x >> 1 : 3 * x + 1;
      k++;
    }
    r[i] = k;
  }

  static void whileOr(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = v & 0xff;
    int k = 0;
    while (x > 3 || (k & 3) != 0) {
      x -= 2;
      k++;
    }
    r[i] = k + x;
  }

  static void continueAlone(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 50; k++) {
      if ((a[k * 9] & 1) == 0) {
        continue;
      }
      s += a[k * 9] ^ v;
    }
    r[i] = s;
  }

  static void twoBreaks(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 60; k++) {
      if (a[k] > v) {
        s = s * 2 + 1;
        break;
      }
      if (a[k + 60] == v) {
        s = -1;
        break;
      }
      s += k;
    }
    r[i] = s;
  }

  static void threeWaysOut(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 60; k++) {
      if (a[k] > v) {
        s = 5;
        break;
      }
      if (a[k + 60] == v) {
        r[i] = -1;
        return;
      }
      s += k;
    }
    r[i] = s;
  }

  static void switchInside(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    loop:
    for (int k = 0; k < 30; k++) {
      switch ((a[k] ^ k) & 3) {
        case 0:
          s += k;
          break;
        case 1:
          continue loop;
        case 2:
          if (s > (v & 63)) {
            break loop;
          }
        default:
          s++;
      }
    }
    r[i] = s;
  }

  static void down(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 49; k >= 0; k--) {
      s = s * 3 + a[k * 5];
    }
    r[i] = s ^ v;
  }

  static void step(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = v & 7; k < 200; k += 7) {
      s += a[k];
    }
    r[i] = s;
  }

  static void neverEntered(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 5;
    for (int k = 0; k < (v & 0); k++) {
      s = 9;
    }
    r[i] = s;
  }

  static void emptyBody(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int k = 0;
    while (a[k] < v && ++k < 50) {}
    r[i] = k;
  }

  static void assignmentInCondition(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int k = 0;
    int x;
    int s = 0;
    while ((x = a[k]) != v && k < 50) {
      s += x;
      k += 3;
    }
    r[i] = s * 7 + x;
  }

  static void triple(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int p = 0; p < 4; p++) {
      for (int q = 0; q < 5; q++) {
        for (int t = 0; t < 6; t++) {
          if (p * q > t + (v & 3)) {
            break;
          }
          s += a[p * 30 + q * 6 + t];
        }
      }
    }
    r[i] = s;
  }

  static void twoInARow(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    int k = 0;
    for (; k < 20; k++) {
      if (a[k * 3] == v) {
        break;
      }
    }
    for (; k < 40; k++) {
      if (a[k * 3] < v) {
        s++;
      } else if (s > 4) {
        break;
      }
    }
    r[i] = s * 100 + k;
  }

  static void binarySearch(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int lo = 0;
    int hi = 255;
    while (lo <= hi) {
      int mid = (lo + hi) >>> 1;
      int w = mid * mid - 5000;
      if (w < v) {
        lo = mid + 1;
      } else if (w > v) {
        hi = mid - 1;
      } else {
        r[i] = mid;
        return;
      }
    }
    r[i] = -(lo + 1);
  }

  static void prime(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int x = (v & 0x3ff) + 2;
    boolean prime = true;
    for (int k = 2; k * k <= x; k++) {
      if (x % k == 0) {
        prime = false;
        break;
      }
    }
    r[i] = prime ? x : -x;
  }

  static void sortLocal(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int[] t = new int[8];
    for (int k = 0; k < 8; k++) {
      t[k] = a[k * 20] ^ v;
    }
    for (int p = 0; p < 7; p++) {
      for (int q = 0; q < 7 - p; q++) {
        if (t[q] > t[q + 1]) {
          int w = t[q];
          t[q] = t[q + 1];
          t[q + 1] = w;
        }
      }
    }
    r[i] = t[0] ^ t[3] * 3 ^ t[7] * 7;
  }

  static void fibonacci(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int p = 0;
    int q = 1;
    for (int k = 0; k < (v & 31); k++) {
      int t = p + q;
      p = q;
      q = t;
    }
    r[i] = p;
  }

  static void flag(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    boolean found = false;
    int k = 0;
    while (!found && k < 50) {
      if (a[k * 11] == v) {
        found = true;
      } else {
        k++;
      }
    }
    r[i] = found ? k : -1;
  }

  static void floatExit(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    float s = 0;
    for (int k = 1; k < 100; k++) {
      float w = 1f / k;
      if (w < 0.02f) {
        s = -s;
        break;
      }
      s += w;
    }
    r[i] = (int) (s * 1000) ^ v;
  }

  static void reusedVariables(int i, int[] a, int[] b, int[] r) {
    int v = b[i];
    int s = 0;
    for (int k = 0; k < 5; k++) {
      double w = a[k] * 0.5;
      if (w > 7) {
        s += (int) w;
        break;
      }
    }
    for (int k = 0; k < 5; k++) {
      long w = a[k] * 3L;
      if (w > v) {
        s += (int) w;
        break;
      }
      float z = w;
      s += (int) z;
    }
    r[i] = s;
  }

  private static int find(int[] a, int v) {
    for (int k = 0; k < 50; k++) {
      if (a[k * 11] > v) {
        return k * 3;
      }
    }
    return -1;
  }

  private static int findPair(int[] a, int v) {
    for (int k = 0; k < 9; k++) {
      for (int j = k; j < 9; j++) {
        if (a[k * 24] - a[j * 24] == v) {
          return k * 10 + j;
        }
        if (j * k > 50) {
          break;
        }
      }
    }
    return 99;
  }
}
