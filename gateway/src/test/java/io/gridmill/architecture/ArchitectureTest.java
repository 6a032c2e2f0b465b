package io.gridmill.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final Pattern CLASS =
      Pattern.compile("package ([\\w.]+);.*?(?:class|record) (\\w+)", Pattern.DOTALL);

  private static final JavaClasses GRIDMILL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("io.gridmill");

  @TempDir static Path folder;

  /** Where the class files of each breach are. */
  private static final Map<String, List<Path>> BREACHES = new LinkedHashMap<>();

  @BeforeAll
  static void compileBreaches() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Rule rule : Rules.all()) {
      for (String breach : rule.breaches()) {
        // All are compiled at once, which is quicker by far, so each needs names of its own.
        String renamed = breach.replaceAll("\\b(A|B|Uses|Used)\\b", "$1" + BREACHES.size());
        List<Path> classes = new ArrayList<>();
        for (String source : renamed.split("---\n", -1)) {
          Matcher name = CLASS.matcher(source);
          assertThat(name.find()).as(source).isTrue();
          Path parent = folder.resolve(name.group(1).replace('.', '/'));
          Files.createDirectories(parent);
          sources.add(Files.writeString(parent.resolve(name.group(2) + ".java"), source));
          classes.add(parent.resolve(name.group(2) + ".class"));
        }
        BREACHES.put(breach, classes);
      }
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      Iterable<String> options = List.of("-proc:none", "-d", folder.toString());
      var units = files.getJavaFileObjectsFromPaths(sources);
      assertThat(javac.getTask(null, files, null, options, null, units).call()).isTrue();
    }
  }

  @Test
  void looksAtEveryModuleThatTheGatewayIsMadeOf() {
    assertThat(GRIDMILL.containPackage("io.gridmill.job")).isTrue();
    assertThat(GRIDMILL.containPackage("io.gridmill.grid.store")).isTrue();
    assertThat(GRIDMILL.containPackage("io.gridmill.gateway.app")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKept(Rule rule) {
    rule.check().allowEmptyShould(true).check(GRIDMILL);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void canBeBroken(Rule rule) {
    assertThat(rule.breaches()).isNotEmpty();
    for (String breach : rule.breaches()) {
      JavaClasses planted = new ClassFileImporter().importPaths(BREACHES.get(breach));
      assertThat(rule.check().evaluate(planted).hasViolation()).as(breach).isTrue();
    }
  }

  static Stream<Rule> rules() {
    return Rules.all().stream();
  }
}
