package io.gridmill.job.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The static method behind a kernel.
 *
 * @param method a static method that returns nothing; it may be private
 * @param dimensions how many of its leading {@code int} parameters are indices: 1, 2 or 3
 */
public record KernelMethod(Method method, int dimensions) {

  /** Refuses a method that is not a kernel of that many dimensions. */
  public KernelMethod {
    String name = "kernel " + name(method);
    if (!Modifier.isStatic(method.getModifiers())) {
      throw new IllegalArgumentException(
          name + ": is an instance method (expected: a static method)");
    }
    if (method.getReturnType() != void.class) {
      throw new IllegalArgumentException(
          "%s: returns %s (expected: void; a kernel writes its result into an array)"
              .formatted(name, method.getReturnType().getTypeName()));
    }
    Class<?>[] parameters = method.getParameterTypes();
    for (int p = 0; p < parameters.length; p++) {
      if (p < dimensions && parameters[p] != int.class) {
        throw new IllegalArgumentException(
            "%s: index parameter %d is %s (expected: int)"
                .formatted(name, p + 1, parameters[p].getTypeName()));
      }
      if (p >= dimensions && !isArray(parameters[p]) && !isScalar(parameters[p])) {
        throw new IllegalArgumentException(
            "%s: parameter %d is %s (expected: a primitive type or an array of one)"
                .formatted(name, p + 1, parameters[p].getTypeName()));
      }
    }
  }

  /** The class and the method, for messages: {@code com.acme.Saxpy.saxpy}. */
  public String name() {
    return name(method);
  }

  /**
   * Checks the arguments that follow the indices, and widens scalars to the parameter's type.
   *
   * @throws IllegalArgumentException naming the first argument that does not fit
   */
  List<Object> bind(Object... arguments) {
    Class<?>[] parameters = method.getParameterTypes();
    if (arguments.length != parameters.length - dimensions) {
      throw new IllegalArgumentException(
          "kernel %s: %d arguments (expected: %d)"
              .formatted(name(), arguments.length, parameters.length - dimensions));
    }
    List<Object> bound = new ArrayList<>(arguments.length);
    for (int a = 0; a < arguments.length; a++) {
      bound.add(bind(a + 1, parameters[dimensions + a], arguments[a]));
    }
    return bound;
  }

  private Object bind(int position, Class<?> parameter, @Nullable Object argument) {
    if (argument != null && parameter.isInstance(argument)) {
      return argument;
    }
    if (argument == null || !parameter.isPrimitive() || !isScalar(argument.getClass())) {
      throw misfit(position, parameter, argument);
    }
    try {
      return MethodHandles.identity(parameter)
          .asType(MethodType.methodType(Object.class, argument.getClass()))
          .invokeWithArguments(argument);
    } catch (Throwable narrowing) {
      throw misfit(position, parameter, argument);
    }
  }

  private IllegalArgumentException misfit(
      int position, Class<?> parameter, @Nullable Object argument) {
    String given = argument == null ? "null" : argument.getClass().getTypeName();
    return new IllegalArgumentException(
        "kernel %s: argument %d is %s (expected: %s)"
            .formatted(name(), position, given, parameter.getTypeName()));
  }

  static boolean isArray(Class<?> type) {
    return type.isArray() && type.getComponentType().isPrimitive();
  }

  /** A primitive type or its box; the body of a lambda has boxes. */
  static boolean isScalar(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType().isPrimitive() && type != Void.class;
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getTypeName() + "." + method.getName();
  }
}
