package io.gridmill.job.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar of classes compiled from text, as a consumer would send it. */
public final class SourceJar {
  private SourceJar() {}

  /**
   * Compiles sources.
   *
   * @param folder an empty folder for the classes
   * @param sources by class name
   */
  public static Path compile(Path folder, Map<String, String> sources, String... options)
      throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
    arguments.addAll(List.of(options));
    StringWriter complaints = new StringWriter();
    if (!javac.getTask(complaints, null, null, arguments, null, files).call()) {
      throw new IllegalArgumentException(complaints.toString());
    }
    return folder;
  }

  /** Packs the classes of a folder, leaving some out. */
  static Path pack(Path folder, Path jar, String... without) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var classes = Files.walk(folder)) {
      for (Path file : classes.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!List.of(without).contains(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }

  static URLClassLoader loader(Path... jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    return new URLClassLoader(urls, SourceJar.class.getClassLoader());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = new String(text.getBytes(UTF_8), UTF_8);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
