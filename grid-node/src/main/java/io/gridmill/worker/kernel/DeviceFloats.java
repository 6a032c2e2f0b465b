package io.gridmill.worker.kernel;

/**
 * What {@link DeviceMath} is for integers, for floating point: functions of {@link Math}, {@link
 * Float} and {@link Double} by their names, bit for bit, zeros' signs and NaN included.
 *
 * <p>They rely on strict arithmetic. Their calls of the JDK are replaced in turn.
 */
final class DeviceFloats {

  private DeviceFloats() {}

  static double floor(double x) {
    if (!(x > -0x1p52 && x < 0x1p52)) {
      return x;
    }
    double whole = (double) DeviceMath.toLong(x);
    return whole == x ? x : whole > x ? whole - 1.0 : whole;
  }

  static double ceil(double x) {
    return -floor(-x);
  }

  static double rint(double x) {
    double magnitude = x < 0 ? -x : x;
    double low = floor(magnitude);
    double part = magnitude - low;
    boolean up = part > 0.5 || (part == 0.5 && 2 * floor(low * 0.5) != low);
    double whole = up ? low + 1.0 : low;
    return whole == magnitude || Double.isNaN(x) ? x : x < 0 ? -whole : whole;
  }

  static long round(double x) {
    double low = floor(x);
    return DeviceMath.toLong(x - low >= 0.5 ? low + 1.0 : low);
  }

  static int round(float x) {
    double low = floor(x);
    return DeviceMath.toInt(x - low >= 0.5 ? low + 1.0 : low);
  }

  static float abs(float x) {
    return x == 0 ? 0.0f : x < 0 ? -x : x;
  }

  static double abs(double x) {
    return x == 0 ? 0.0 : x < 0 ? -x : x;
  }

  static float min(float a, float b) {
    return Float.isNaN(a) ? a : Float.isNaN(b) ? b : a == 0 && b == 0 ? -(-a - b) : a <= b ? a : b;
  }

  static double min(double a, double b) {
    return Double.isNaN(a)
        ? a
        : Double.isNaN(b) ? b : a == 0 && b == 0 ? -(-a - b) : a <= b ? a : b;
  }

  static float max(float a, float b) {
    return Float.isNaN(a) ? a : Float.isNaN(b) ? b : a == 0 && b == 0 ? a + b : a >= b ? a : b;
  }

  static double max(double a, double b) {
    return Double.isNaN(a) ? a : Double.isNaN(b) ? b : a == 0 && b == 0 ? a + b : a >= b ? a : b;
  }

  static float sum(float a, float b) {
    return a + b;
  }

  static double sum(double a, double b) {
    return a + b;
  }

  static float signum(float x) {
    return x > 0 ? 1.0f : x < 0 ? -1.0f : x;
  }

  static double signum(double x) {
    return x > 0 ? 1.0 : x < 0 ? -1.0 : x;
  }

  static double toRadians(double degrees) {
    return degrees * 0.017453292519943295;
  }

  static double toDegrees(double radians) {
    return radians * 57.29577951308232;
  }

  @SuppressWarnings("IdentityBinaryExpression") // This is what it is called elsewhere.
  static boolean isNaN(float x) {
    return x != x;
  }

  @SuppressWarnings("IdentityBinaryExpression") // This is what it is called elsewhere.
  static boolean isNaN(double x) {
    return x != x;
  }

  @SuppressWarnings("IdentityBinaryExpression") // The difference of two infinities is no number.
  static boolean isFinite(float x) {
    return x - x == 0;
  }

  @SuppressWarnings("IdentityBinaryExpression") // The difference of two infinities is no number.
  static boolean isFinite(double x) {
    return x - x == 0;
  }

  static boolean isInfinite(float x) {
    return x > Float.MAX_VALUE || x < -Float.MAX_VALUE;
  }

  static boolean isInfinite(double x) {
    return x > Double.MAX_VALUE || x < -Double.MAX_VALUE;
  }
}
