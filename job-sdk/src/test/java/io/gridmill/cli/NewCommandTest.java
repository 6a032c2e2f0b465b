package io.gridmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

class NewCommandTest {
  @TempDir Path folder;
  private TestTerminal terminal;

  @BeforeEach
  void open() {
    terminal = new TestTerminal(folder);
  }

  private int make(String name, String packageName) throws Exception {
    Path jar = Files.writeString(folder.resolve("sdk.jar"), "the sdk");
    NewCommand command = new NewCommand(terminal.cli(), () -> jar);
    return new CommandLine(command).execute(name, "--package", packageName);
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  /** Version by artifact, of all elements of this name. */
  private static Map<String, String> versions(String pom, String element) throws Exception {
    Map<String, String> versions = new LinkedHashMap<>();
    NodeList all = xml(pom).getElementsByTagName(element);
    for (int i = 0; i < all.getLength(); i++) {
      Element each = (Element) all.item(i);
      versions.put(text(each, "artifactId"), text(each, "version"));
    }
    return versions;
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  @Test
  void makesAProjectNamedAfterItsJob() throws Exception {
    assertThat(make("word-count", "com.example.words")).isZero();
    Path project = folder.resolve("word-count");

    assertThat(project.resolve("src/main/java/com/example/words/WordCount.java"))
        .content()
        .contains("package com.example.words;")
        .contains("class WordCount implements GridJob<WordCount.Input, WordCount.Output>");
    assertThat(project.resolve("src/test/java/com/example/words/WordCountTest.java")).exists();
    assertThat(project.resolve("pom.xml")).content().contains("<finalName>word-count</finalName>");
    try (var files = Files.walk(project)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file).content().as(file.toString()).doesNotContainPattern("@[a-z-]+@");
      }
    }
  }

  @Test
  void putsTheSdkIntoTheProjectsOwnRepository() throws Exception {
    make("hello", "com.example");
    Properties versions = new Properties();
    try (var in = NewCommand.class.getResourceAsStream("project/versions.properties")) {
      versions.load(in);
    }
    String sdk = versions.getProperty("sdk").replace("-SNAPSHOT", "-ee710bef6d52");
    Path at = folder.resolve("hello/.gridmill/repository/io/gridmill/job-sdk").resolve(sdk);

    assertThat(at.resolve("job-sdk-" + sdk + ".jar")).hasContent("the sdk");
    assertThat(versions(Files.readString(at.resolve("job-sdk-" + sdk + ".pom")), "dependency"))
        .containsEntry("jackson-databind", versions.getProperty("jackson"))
        .containsKeys("jackson-dataformat-properties", "jspecify");
  }

  @Test
  void usesThePluginsThatGridmillItselfIsBuiltWith() throws Exception {
    make("hello", "com.example");
    Map<String, String> own = versions(Files.readString(Path.of("../pom.xml")), "plugin");

    assertThat(versions(Files.readString(folder.resolve("hello/pom.xml")), "plugin"))
        .isNotEmpty()
        .allSatisfy(
            (plugin, version) ->
                assertThat(plugin.equals("maven-toolchains-plugin") ? "3.2.0" : own.get(plugin))
                    .as(plugin)
                    .isEqualTo(version));
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertThat(terminal.run("new", "Hello World")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .isEqualTo(
            "gridmill: name: Hello World (expected: lower-case words joined by -, such as"
                + " word-count)\n");
    assertThat(terminal.run("new", "hello", "--package", "com.new")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("package: com.new (expected: a Java package");
  }

  @Test
  void leavesAFolderAloneThatIsThere() throws Exception {
    Files.createDirectories(folder.resolve("hello"));

    assertThat(terminal.run("new", "hello")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("name: hello (expected: a folder that is not there yet)");
  }
}
