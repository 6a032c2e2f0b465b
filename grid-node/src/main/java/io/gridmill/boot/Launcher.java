package io.gridmill.boot;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The first class that runs: refuses a Java that is too old with one clear line, else calls the
 * main class that the manifest of the started jar names as {@code Gridmill-Main}.
 *
 * <p>Compiled for Java 8; it must not touch any other class of Gridmill before the check.
 */
public final class Launcher {
  private static final int NEEDED = 25;

  private Launcher() {}

  public static void main(String[] args) throws Throwable {
    String complaint = complaint(System.getProperty("java.specification.version"));
    if (complaint != null) {
      System.err.println(complaint);
      System.exit(2);
    }
    try {
      Class.forName(mainClass(System.getProperty("java.class.path")))
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The line to print for a Java of this specification version, or null where it is new enough. */
  private static String complaint(String specification) {
    // "1.8" up to Java 8, "17" since
    String major = specification.startsWith("1.") ? specification.substring(2) : specification;
    if (Integer.parseInt(major) >= NEEDED) {
      return null;
    }
    return String.format(
        "Gridmill needs Java %d or newer; this is %s at %s; set JAVA_HOME to a newer one and start it"
            + " with $JAVA_HOME/bin/java",
        NEEDED, System.getProperty("java.version"), System.getProperty("java.home"));
  }

  private static String mainClass(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      String name = manifest == null ? null : manifest.getMainAttributes().getValue(NAME);
      if (name == null) {
        throw new IllegalStateException(
            jar + ": no " + NAME + " in the manifest (expected: started with java -jar)");
      }
      return name;
    }
  }

  private static final Attributes.Name NAME = new Attributes.Name("Gridmill-Main");
}
