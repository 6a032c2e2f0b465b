package io.gridmill.worker.kernel;

/** Why a kernel cannot run on a device: stable names, each with a way out. */
public enum KernelRefusal {
  /** A parameter is annotated as the target of a reduction. */
  REDUCE("write partial sums to an array, one element an index, and add them in a second launch"),
  /** A loop is entered at two places; no Java compiler writes that. */
  IRREDUCIBLE_LOOP("write the loop in plain Java"),
  /** A loop has no way out. */
  ENDLESS_LOOP("give the loop a condition that ends it"),
  /** An exception is thrown. */
  THROW("write a status into an array and check it after the run"),
  /** An exception is caught. */
  CATCH("check the values before, and take out the try"),
  /** A lambda, a method reference or the concatenation of strings. */
  DYNAMIC_CALL("call a static method"),
  /** The called method depends on an object. */
  VIRTUAL_CALL("call a static method"),
  /** A lock is taken. */
  LOCK("let each index write only elements that are its own"),
  /** An array in a static field. */
  STATIC_ARRAY("pass the array as an argument of the launch"),
  /** A static field that can change, or is no number. */
  STATIC_FIELD("pass the value as an argument of the launch, or make the field final"),
  /** An object is made or looked into. */
  OBJECT("keep the values in local variables and primitive arrays"),
  /** References are compared or cast. */
  REFERENCE("pass arrays through; branch on numbers"),
  /** Something is printed. */
  PRINT("write the value into an array and print it after the run"),
  /** Arithmetic that throws when it overflows. */
  EXACT_ARITHMETIC("use plain arithmetic, on long if int is too small"),
  /** A method of the JDK that no device has, or that is not known to give the JVM's result. */
  JDK_METHOD("write it with arithmetic and the functions of Math that devices have"),
  /** A method calls itself. */
  RECURSION("write it as a loop"),
  /** A method without bytecode to copy. */
  NO_BYTECODE("call a static method that is written in Java and on the job's class path"),
  /** A local array whose length is not a literal, or that has arrays as elements. */
  LOCAL_ARRAY("give the local array a literal length, or pass one as an argument of the launch"),
  /** An array of booleans, for which TornadoVM has no type. */
  BOOLEAN_ARRAY("use an array of bytes"),
  /** The remainder of floating-point numbers, which OpenCL C does not have. */
  FLOAT_REMAINDER("subtract y times the whole part of x / y, if its rounding is good enough"),
  /** The kernel takes boxes: it is a lambda with scalars. */
  BOXED_PARAMETER("write the kernel as a static method with primitive parameters");

  private final String wayOut;

  KernelRefusal(String wayOut) {
    this.wayOut = wayOut;
  }

  /** What the author can do about it. */
  public String wayOut() {
    return wayOut;
  }
}
