package io.gridmill.job.kernel;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;

/**
 * Recovers the static method behind a method reference.
 *
 * <p>The functional interfaces are {@link Serializable}, so the compiler gives the reference a
 * {@code writeReplace} that names its implementation ({@link SerializedLambda}). The class is
 * looked up through the loader of the class that holds the reference.
 */
final class KernelReferences {

  private KernelReferences() {}

  static KernelMethod resolve(Serializable reference, int dimensions) {
    SerializedLambda lambda = serialized(reference);
    requireStatic(lambda);
    return new KernelMethod(method(lambda, reference.getClass().getClassLoader()), dimensions);
  }

  private static SerializedLambda serialized(Serializable reference) {
    Class<?> type = reference.getClass();
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (writeReplace.invoke(reference) instanceof SerializedLambda lambda) {
        return lambda;
      }
    } catch (InaccessibleObjectException e) {
      throw closed("kernel", type, e);
    } catch (ReflectiveOperationException e) {
      // Said below: a class that has no such method, or a broken one, is not a method reference.
    }
    throw new IllegalArgumentException(
        "kernel: an object of class %s (expected: a method reference such as Saxpy::saxpy)"
            .formatted(type.getTypeName()));
  }

  private static void requireStatic(SerializedLambda lambda) {
    String owner = lambda.getImplClass().replace('/', '.');
    boolean body = lambda.getImplMethodName().startsWith("lambda$");
    String found;
    if (lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
      found = "the constructor of " + owner;
    } else if (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic) {
      found =
          body
              ? "a lambda in %s that uses `this`".formatted(owner)
              : "the instance method %s.%s".formatted(owner, lambda.getImplMethodName());
    } else if (lambda.getCapturedArgCount() > 0) {
      found =
          "a lambda in %s that captures %d value(s) around it"
              .formatted(owner, lambda.getCapturedArgCount());
    } else {
      return;
    }
    throw new IllegalArgumentException(
        "kernel: %s (expected: a static method, or a lambda that captures nothing; pass values as"
                .formatted(found)
            + " arguments of launch)");
  }

  private static Method method(SerializedLambda lambda, ClassLoader loader) {
    String owner = lambda.getImplClass().replace('/', '.');
    try {
      Class<?>[] parameters =
          MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
              .parameterArray();
      return Class.forName(owner, false, loader)
          .getDeclaredMethod(lambda.getImplMethodName(), parameters);
    } catch (ReflectiveOperationException | TypeNotPresentException e) {
      throw new IllegalArgumentException(
          "kernel %s.%s: cannot be found again by its name (expected: a method of a named class)"
              .formatted(owner, lambda.getImplMethodName()),
          e);
    }
  }

  /** The refusal of a class in a module that keeps its package to itself. */
  static IllegalArgumentException closed(String what, Class<?> type, Exception cause) {
    Module us = KernelReferences.class.getModule();
    return new IllegalArgumentException(
        "%s: package %s of %s is closed to %s (expected: `opens %s` in its module-info)"
            .formatted(what, type.getPackageName(), type.getModule(), us, type.getPackageName()),
        cause);
  }
}
