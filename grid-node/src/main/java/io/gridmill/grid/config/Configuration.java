package io.gridmill.grid.config;

import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Reads the command line of a process: {@code [--config FILE] [key=value…]}, the latter winning.
 */
public final class Configuration {
  private Configuration() {}

  /**
   * The configuration record that the arguments describe.
   *
   * @throws GridException naming the key, its value and what was expected; an unknown key is an
   *     error, too
   */
  public static <T> T read(List<String> arguments, Class<T> type) {
    return Wire.readProperties(properties(arguments), type);
  }

  /** The properties of a file and of further arguments. */
  public static Properties properties(List<String> arguments) {
    Properties properties = new Properties();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      if (argument.equals("--config") && i + 1 < arguments.size()) {
        load(Path.of(arguments.get(++i)), properties);
      } else if (equals > 0) {
        properties.setProperty(argument.substring(0, equals), argument.substring(equals + 1));
      } else {
        throw GridException.invalid("argument", argument, "--config FILE or key=value");
      }
    }
    return properties;
  }

  private static void load(Path file, Properties into) {
    try (Reader reader = Files.newBufferedReader(file)) {
      into.load(reader);
    } catch (IOException e) {
      throw GridException.invalid("--config", file, "a readable properties file");
    }
  }
}
