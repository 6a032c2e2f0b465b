package io.gridmill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Makes a Maven project with a job, its kernel and its test, ready to build.",
      "The SDK lies in the project, in .gridmill/repository."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill new hello",
      "  gridmill new word-count --package com.example.words",
      "  cd hello && mvn package && gridmill submit target/hello.jar --input '{\"n\":3}' --wait"
    })
final class NewCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final String SDK_FOLDER = ".gridmill/repository/io/gridmill/job-sdk";

  private final Cli cli;
  private final Supplier<Path> sdk;

  @Parameters(paramLabel = "NAME", description = "The project and its folder, such as word-count.")
  private @Nullable String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "The job's Java package; default com.example.")
  private String packageName = "com.example";

  /**
   * The command.
   *
   * @param sdk the jar of the SDK
   */
  NewCommand(Cli cli, Supplier<Path> sdk) {
    this.cli = cli;
    this.sdk = sdk;
  }

  @Override
  public Integer call() throws IOException {
    String project = Objects.requireNonNull(name);
    if (!NAME.matcher(project).matches() || project.length() > 50) {
      throw GridException.invalid(
          "name", project, "lower-case words joined by -, such as word-count");
    }
    if (!SourceVersion.isName(packageName)) {
      throw GridException.invalid("package", packageName, "a Java package, such as com.example");
    }
    Path folder = cli.folder().resolve(project);
    if (Files.exists(folder)) {
      throw GridException.invalid("name", project, "a folder that is not there yet");
    }
    write(folder, words(project));
    cli.console().say("made " + project + ": a job, its kernel and its test");
    cli.console().say("  cd " + project + " && mvn test");
    return ExitCode.OK;
  }

  private Map<String, String> words(String project) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    Properties versions = new Properties();
    versions.load(new java.io.StringReader(template("versions.properties")));
    versions.stringPropertyNames().forEach(key -> words.put(key, versions.getProperty(key)));
    words.put("sdk", sdkVersion(Objects.requireNonNull(words.get("sdk"))));
    words.put("name", project);
    words.put("package", packageName);
    words.put("path", packageName.replace('.', '/'));
    words.put("class", className(project));
    return words;
  }

  /**
   * The version of the SDK; of one that is not released, with a digest of it, as Maven would not
   * look again at a snapshot that it has seen.
   */
  private String sdkVersion(String version) throws IOException {
    if (!version.endsWith("-SNAPSHOT")) {
      return version;
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(Files.readAllBytes(sdk.get()));
      return version.replace("-SNAPSHOT", "-" + HexFormat.of().formatHex(digest, 0, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** {@code WordCount} for {@code word-count}. */
  private static String className(String project) {
    return Arrays.stream(project.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private void write(Path folder, Map<String, String> words) throws IOException {
    String path = words.get("path");
    String job = words.get("class");
    write(folder.resolve("pom.xml"), "pom.xml", words);
    write(folder.resolve("README.md"), "README.md", words);
    write(folder.resolve(".gitignore"), "gitignore", words);
    write(folder.resolve("src/main/java/" + path + "/" + job + ".java"), "Job.java.txt", words);
    write(
        folder.resolve("src/test/java/" + path + "/" + job + "Test.java"),
        "JobTest.java.txt",
        words);
    String version = Objects.requireNonNull(words.get("sdk"));
    Path repository = folder.resolve(SDK_FOLDER).resolve(version);
    write(repository.resolve("job-sdk-" + version + ".pom"), "sdk.pom", words);
    Files.copy(
        sdk.get(),
        repository.resolve("job-sdk-" + version + ".jar"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path file, String template, Map<String, String> words)
      throws IOException {
    Files.createDirectories(file.getParent());
    String text = template(template);
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace("@" + word.getKey() + "@", word.getValue());
    }
    Files.writeString(file, text);
  }

  private static String template(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NewCommand.class.getResourceAsStream("project/" + name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The jar that this class comes from. */
  static Path sdkJar() {
    CodeSource source = NewCommand.class.getProtectionDomain().getCodeSource();
    Path jar = Path.of(URI.create(source.getLocation().toString()));
    if (!Files.isRegularFile(jar)) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT, "start this by ops/gridmill, which has the SDK as a jar");
    }
    return jar;
  }
}
