package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.CombiningArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.ReducingArrayJob;
import io.gridmill.job.run.ResultComparator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class that has been found to be a job.
 *
 * @param type the class; it is not initialised before the first instance
 * @param input what it reads: the task's input, or an item
 * @param output what it gives: the task's result, or that of an item
 * @param result what the reduction gives; null for all but {@code REDUCING_ARRAY_JOB}
 */
public record JobClass(Class<?> type, Kind kind, Type input, Type output, @Nullable Type result) {

  /** Which of the interfaces a job implements. */
  public enum Kind {
    GRID_JOB(GridJob.class),
    ARRAY_JOB(ArrayJob.class),
    REDUCING_ARRAY_JOB(ReducingArrayJob.class);

    private final Class<?> face;

    Kind(Class<?> face) {
      this.face = face;
    }
  }

  /**
   * Finds a job and checks it.
   *
   * @param className as {@link Class#getName()} gives it
   * @param jars the job's class path, in which to look for similar names
   * @throws JobFailure with {@code BAD_JOB_CLASS}, and the reason
   */
  public static JobClass load(String className, ClassLoader loader, List<Path> jars)
      throws JobFailure {
    return find(className, loader, jars, JobClass::of);
  }

  /** Finds the class of a comparator of results, and checks it as {@link #load} does a job. */
  static Class<?> comparator(String className, ClassLoader loader, List<Path> jars)
      throws JobFailure {
    return find(
        className,
        loader,
        jars,
        type -> {
          if (!ResultComparator.class.isAssignableFrom(type)) {
            throw refused(type, "does not implement ResultComparator");
          }
          requireInstantiable(type);
          return type;
        });
  }

  /** Takes a class for what it is to be. */
  private interface Check<T> {
    T of(Class<?> type) throws JobFailure;
  }

  private static <T> T find(String className, ClassLoader loader, List<Path> jars, Check<T> check)
      throws JobFailure {
    try {
      return check.of(Class.forName(className, false, loader));
    } catch (ClassNotFoundException e) {
      throw refused(className, "not in the job's jars" + NearNames.of(className, jars));
    } catch (NoClassDefFoundError e) {
      String missing = String.valueOf(e.getMessage()).replace('/', '.');
      throw missing.contains("wrong name")
          ? refused(className, "the jar holds it under another name (" + missing + ")")
          : refused(className, "needs " + missing + ", which is not in the job's jars");
    } catch (TypeNotPresentException e) {
      throw refused(className, "needs " + e.typeName() + ", which is not in the job's jars");
    } catch (LinkageError e) {
      throw refused(className, "cannot be loaded: " + e);
    }
  }

  /**
   * Checks a class that is loaded already.
   *
   * @throws JobFailure with {@code BAD_JOB_CLASS}, and the reason
   */
  public static JobClass of(Class<?> type) throws JobFailure {
    Kind kind = kind(type);
    requireInstantiable(type);
    TypeArguments arguments = TypeArguments.of(type, kind.face);
    Type result = kind == Kind.REDUCING_ARRAY_JOB ? arguments.get(2, "reduced") : null;
    return new JobClass(type, kind, arguments.get(0, "input"), arguments.get(1, "output"), result);
  }

  private static Kind kind(Class<?> type) throws JobFailure {
    boolean single = GridJob.class.isAssignableFrom(type);
    boolean array = ArrayJob.class.isAssignableFrom(type);
    if (single && array) {
      throw refused(type, "implements GridJob and ArrayJob (expected: one of them)");
    }
    if (single) {
      return Kind.GRID_JOB;
    }
    if (array) {
      return ReducingArrayJob.class.isAssignableFrom(type)
          ? Kind.REDUCING_ARRAY_JOB
          : Kind.ARRAY_JOB;
    }
    throw refused(type, "implements neither GridJob nor ArrayJob" + otherSdk(type));
  }

  /** A job whose jar brings its own copy of the SDK implements interfaces of the same name. */
  private static String otherSdk(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> face : c.getInterfaces()) {
        for (Kind kind : Kind.values()) {
          if (face.getName().equals(kind.face.getName())) {
            return " of the node, but those of another copy of the SDK (leave it out of the jar)";
          }
        }
      }
    }
    return "";
  }

  private static void requireInstantiable(Class<?> type) throws JobFailure {
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw refused(type, "is abstract (expected: a class that can be made)");
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw refused(type, "is not public");
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw refused(type, "is an inner class (expected: static, or a class of its own)");
    }
    if (!type.getModule().isExported(type.getPackageName(), JobClass.class.getModule())) {
      throw refused(
          type,
          "is in a module that keeps it to itself (expected: \"opens %s;\" in the module-info of %s)"
              .formatted(type.getPackageName(), type.getModule().getName()));
    }
    if (Arrays.stream(type.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      throw refused(type, "has no public constructor without parameters");
    }
  }

  /** The class loader to run the job under. */
  ClassLoader loader() {
    ClassLoader loader = type.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Whether it runs over items. */
  public boolean isArray() {
    return kind != Kind.GRID_JOB;
  }

  /** Whether it is reduced in a tree. */
  public boolean isCombining() {
    return CombiningArrayJob.class.isAssignableFrom(type);
  }

  void requireArray(boolean expected) throws JobFailure {
    if (isArray() != expected) {
      throw refused(
          type,
          isArray()
              ? "is an ArrayJob, and the task has no array (expected: a GridJob, or array.count)"
              : "is a GridJob, and the task is an array (expected: an ArrayJob)");
    }
  }

  /** Makes an instance; what the constructor throws is thrown. */
  Object newInstance() throws Throwable {
    return newInstance(type);
  }

  static Object newInstance(Class<?> type) throws Throwable {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  static JobFailure refused(Class<?> type, String reason) {
    return refused(type.getName(), reason);
  }

  private static JobFailure refused(String className, String reason) {
    return JobFailure.of(ErrorCode.BAD_JOB_CLASS, className + ": " + reason);
  }
}
