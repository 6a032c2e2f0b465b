package io.gridmill.grid.device;

import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installed TornadoVM: which backends it was built with, and how to start a Java process that
 * can use them. The project is built without it; it is found by the variable {@link #HOME}.
 *
 * @param home its folder
 * @param version such as {@code 5.2.0-jdk25}
 * @param backends such as {@code opencl} and {@code ptx}, in its own order
 */
public record TornadoSdk(Path home, String version, List<String> backends) {
  /** The environment variable that names the folder of an SDK. */
  public static final String HOME = "TORNADOVM_HOME";

  /** The system property that tells a worker where to put the kernels that it writes. */
  public static final String KERNELS = "gridmill.kernels";

  private static final Pattern RELEASE = Pattern.compile("(?m)^version=(\\S+)$");
  private static final Pattern BACKENDS = Pattern.compile("(?m)^tornado\\.backends=(\\S+)$");
  private static final Pattern API_JAR = Pattern.compile("tornado-api-(.+)\\.jar");
  private static final Pattern FOR_JDK = Pattern.compile(".*-jdk(\\d+)");
  private static final String JVMCI = "jdk.internal.vm.ci";

  public TornadoSdk {
    backends = List.copyOf(backends);
  }

  /** The SDK that the variable names; none if it is not set. */
  public static Optional<TornadoSdk> at(@Nullable String home) {
    return home == null || home.isBlank() ? Optional.empty() : Optional.of(in(Path.of(home)));
  }

  /**
   * The SDK in a folder.
   *
   * @throws GridException naming what is wrong with the folder, and what to do
   */
  public static TornadoSdk in(Path given) {
    Path home = given.toAbsolutePath().normalize();
    if (!Files.isDirectory(jars(home)) || !Files.isDirectory(exports(home))) {
      throw refused(home, "the folder of a TornadoVM SDK, with share/java/tornado in it");
    }
    String version = version(home);
    requireThisJdk(home, version);
    List<String> backends = backends(home);
    for (String backend : backends) {
      require(home, exportList(home, backend), backend);
      require(home, jars(home).resolve(driverJar(backend, version)), backend);
    }
    require(home, exportList(home, "common"), "every");
    return new TornadoSdk(home, version, backends);
  }

  private static String version(Path home) {
    Optional<String> stated = find(home, home.resolve("etc/tornado.release"), RELEASE);
    if (stated.isPresent()) {
      return stated.get();
    }
    try (Stream<Path> jars = Files.list(jars(home))) {
      return jars.map(jar -> API_JAR.matcher(jar.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> name.group(1))
          .findFirst()
          .orElseThrow(() -> refused(home, "an SDK with etc/tornado.release or a tornado-api jar"));
    } catch (IOException e) {
      throw unreadable(home, jars(home), e);
    }
  }

  private static void requireThisJdk(Path home, String version) {
    int present = Runtime.version().feature();
    Matcher jdk = FOR_JDK.matcher(version);
    if (jdk.matches() && Integer.parseInt(jdk.group(1)) != present) {
      throw refused(
          home,
          "a TornadoVM for JDK %d, which this process runs on; %s is for JDK %s"
              .formatted(present, version, jdk.group(1)));
    }
    if (ModuleFinder.ofSystem().find(JVMCI).isEmpty()) {
      throw refused(
          home,
          "a JDK with the module %s, such as Eclipse Temurin; %s has none"
              .formatted(JVMCI, System.getProperty("java.home")));
    }
  }

  private static List<String> backends(Path home) {
    Path file = home.resolve("etc/tornado.backend");
    List<String> backends =
        find(home, file, BACKENDS).stream()
            .flatMap(names -> Stream.of(names.split(",")))
            .map(name -> name.strip().replace("-backend", "").toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList();
    if (backends.isEmpty()) {
      throw refused(home, "an SDK whose etc/tornado.backend names the backends that it has");
    }
    return backends;
  }

  private static void require(Path home, Path file, String backend) {
    if (!Files.isRegularFile(file)) {
      throw refused(
          home,
          "a complete SDK; %s, which %s backend needs, is missing: install it again"
              .formatted(
                  home.relativize(file), backend.equals("every") ? backend : "the " + backend));
    }
  }

  /**
   * What to start a Java process with, so that its class path can use the devices: exact
   * arithmetic, and failures that are errors and not something else that is run instead.
   *
   * @param memory the most device memory that the process may take
   */
  public List<String> flags(ByteSize memory) {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:+UnlockExperimentalVMOptions");
    flags.add("-XX:+EnableJVMCI");
    flags.add("-Djava.library.path=" + home.resolve("lib"));
    load(flags, "api.implementation", "runtime.tasks.TornadoTaskGraph");
    load(flags, "runtime.implementation", "runtime.TornadoCoreRuntime");
    load(flags, "tornado.implementation", "runtime.common.Tornado");
    load(flags, "annotation.implementation", "annotation.ASMClassVisitor");
    load(flags, "annotation.parallel", "api.annotations.Parallel");
    flags.add("-Dtornado.recover.bailout=False");
    flags.add("-Dtornado.enable.nativeFunctions=False");
    flags.add("-Dtornado.enable.fma=False");
    flags.add("-Dtornado.enable.mathOptimizations=False");
    flags.add("-Dtornado.enable.fastMathOptimizations=False");
    // Else the driver is asked for fast arithmetic, whatever the flags above say.
    flags.add("-Dtornado.opencl.compiler.flags=-w");
    flags.add("-Dtornado.device.memory=" + memory.bytes());
    flags.add("--module-path=" + jars(home));
    flags.add("--upgrade-module-path=" + home.resolve("share/java/graalJars"));
    List<String> drivers = backends.stream().map(name -> "tornado.drivers." + name).toList();
    flags.add(
        "--add-modules=tornado.runtime,tornado.annotation,tornado.drivers.common,"
            + String.join(",", drivers));
    flags.add("--enable-native-access=" + String.join(",", drivers));
    Stream.concat(Stream.of("common"), backends.stream())
        .flatMap(list -> options(exportList(home, list)))
        .forEach(flags::add);
    return flags;
  }

  private static void load(List<String> flags, String property, String type) {
    flags.add("-Dtornado.load.%s=uk.ac.manchester.tornado.%s".formatted(property, type));
  }

  private Stream<String> options(Path list) {
    try {
      return Files.readAllLines(list).stream()
          .map(String::strip)
          .filter(line -> line.startsWith("--"))
          .map(line -> line.replaceFirst("\\s+", "="));
    } catch (IOException e) {
      throw unreadable(home, list, e);
    }
  }

  private static Optional<String> find(Path home, Path file, Pattern line) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Matcher found = line.matcher(Files.readString(file));
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    } catch (IOException e) {
      throw unreadable(home, file, e);
    }
  }

  private static Path jars(Path home) {
    return home.resolve("share/java/tornado");
  }

  private static Path exports(Path home) {
    return home.resolve("etc/exportLists");
  }

  private static Path exportList(Path home, String backend) {
    return exports(home).resolve(backend + "-exports");
  }

  private static String driverJar(String backend, String version) {
    return "tornado-drivers-%s-%s.jar".formatted(backend, version);
  }

  private static GridException refused(Path home, String expected) {
    return GridException.invalid(HOME, home, expected);
  }

  private static GridException unreadable(Path home, Path file, IOException cause) {
    return refused(home, "a folder that can be read; %s cannot: %s".formatted(file, cause));
  }
}
