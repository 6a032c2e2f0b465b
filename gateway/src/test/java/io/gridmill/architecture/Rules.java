package io.gridmill.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which package may use which, which library is used where, and what nothing may be called. */
final class Rules {
  private static final String ROOT = "io.gridmill.";

  /** From the bottom: a package may use those of its own level and of the levels before. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("job..", "worker.protocol..", "grid.config..", "grid.metrics.."),
          List.of("grid.store..", "grid.security.."),
          List.of(
              "grid.account..",
              "grid.resource..",
              "grid.device..",
              "grid.artifact..",
              "grid.market..",
              "grid.delivery..",
              "grid.ledger..",
              "grid.trust.."),
          List.of("grid.task.."),
          List.of("grid.schedule..", "grid.exec..", "grid.training..", "grid.inference.."),
          List.of("grid.simulate.."),
          List.of("grid.trace.."),
          List.of("grid.node.."));

  private static final List<String> BESIDE_THE_LEVELS =
      List.of(
          "boot..",
          "cli..",
          "worker",
          "worker.kernel..",
          "worker.tornado..",
          "gateway.app..",
          "gateway.auth..",
          "gateway.api..",
          "gateway.submit..",
          "gateway.route..",
          "gateway.notify..",
          "gateway.edge..",
          "gateway.chain..",
          "gateway.web..");

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.LocalTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Date.<init>");

  private static final Set<String> SLEEPS =
      Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep");

  private Rules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(levels());
    rules.addAll(arrows());
    rules.addAll(fences());
    rules.addAll(manners());
    return rules;
  }

  private static List<Rule> levels() {
    // For each level but the top one: a class of it that uses one of the level above.
    List<String> breaches =
        List.of(
            uses("grid.metrics", "grid.store"),
            uses("grid.security", "grid.account"),
            uses("grid.ledger", "grid.task"),
            uses("grid.task", "grid.exec"),
            uses("grid.inference", "grid.simulate"),
            uses("grid.simulate", "grid.trace"),
            uses("grid.trace", "grid.node"));
    List<Rule> rules = new ArrayList<>();
    for (int level = 0; level < breaches.size(); level++) {
      List<String> above =
          LEVELS.subList(level + 1, LEVELS.size()).stream().flatMap(List::stream).toList();
      rules.add(
          new Rule(
              "what builds on %s is not used by it".formatted(LEVELS.get(level)),
              noClasses()
                  .that()
                  .resideInAnyPackage(inRoot(LEVELS.get(level)))
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(inRoot(above)),
              breaches.get(level)));
    }
    return rules;
  }

  private static List<Rule> arrows() {
    return List.of(
        new Rule(
            "packages do not use each other in circles",
            slices().matching(ROOT + "(**)").should().beFreeOfCycles(),
            uses("grid.exec", "grid.schedule") + "---\n" + uses("grid.schedule", "grid.exec"),
            uses("job", "job.wire") + "---\n" + uses("job.wire", "job")),
        new Rule(
            "every package has its place among the arrows",
            classes()
                .that()
                .resideInAPackage("io.gridmill..")
                .should()
                .resideInAnyPackage(
                    inRoot(
                        Stream.concat(
                                LEVELS.stream().flatMap(List::stream), BESIDE_THE_LEVELS.stream())
                            .toList())),
            "package io.gridmill.grid.misc; class A {}",
            "package io.gridmill.gateway; class A {}"),
        new Rule(
            "only gateway.app knows what a node is made of",
            noClasses()
                .that()
                .resideInAPackage(ROOT + "gateway..")
                .and()
                .resideOutsideOfPackage(ROOT + "gateway.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    inRoot(
                        List.of(
                            "grid.schedule..",
                            "grid.exec..",
                            "grid.training..",
                            "grid.simulate..",
                            "grid.node..",
                            "worker.."))),
            uses("gateway.api", "grid.schedule"),
            uses("gateway.edge", "grid.exec"),
            uses("gateway.submit", "grid.training"),
            uses("gateway.submit", "grid.simulate"),
            uses("gateway.web", "grid.node"),
            uses("gateway.edge", "worker.kernel")),
        new Rule(
            "a worker, which runs in a process of its own, knows nothing of the grid",
            noClasses()
                .that()
                .resideInAPackage(ROOT + "worker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "grid..", ROOT + "gateway.."),
            uses("worker", "grid.store"),
            uses("worker.protocol", "grid.config")),
        new Rule(
            "of the worker, the grid knows the protocol",
            noClasses()
                .that()
                .resideInAPackage(ROOT + "grid..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    inRoot(List.of("worker", "worker.kernel..", "worker.tornado.."))),
            uses("grid.exec", "worker"),
            uses("grid.exec", "worker.tornado")));
  }

  private static List<Rule> fences() {
    return List.of(
        fence(
            "Ignite",
            List.of("org.apache.ignite.."),
            List.of("grid.store..", "grid.node..", "gateway.app.."),
            "package io.gridmill.grid.task; class A { org.apache.ignite.Ignite ignite; }",
            "package io.gridmill.gateway.api; class A extends org.apache.ignite.IgniteException {}"),
        fence(
            "TornadoVM",
            List.of("uk.ac.manchester.tornado.."),
            List.of("worker.tornado.."),
            """
            package io.gridmill.worker.kernel; class A { uk.ac.manchester.tornado.api.B b; }
            ---
            package uk.ac.manchester.tornado.api; public class B {}
            """),
        fence(
            "Camel",
            List.of("org.apache.camel.."),
            List.of("gateway.route.."),
            "package io.gridmill.gateway.app; class A { org.apache.camel.CamelContext context; }"),
        fence(
            "JAX-RS",
            List.of("jakarta.ws.rs.."),
            List.of("gateway.api..", "gateway.auth..", "gateway.web.."),
            "package io.gridmill.gateway.submit; @jakarta.ws.rs.Path(\"a\") class A {}"),
        fence(
            "CDI",
            List.of("jakarta.enterprise..", "jakarta.inject..", "org.jboss.weld.."),
            List.of("gateway.app.."),
            "package io.gridmill.gateway.api; class A { @jakarta.inject.Inject A() {} }",
            "package io.gridmill.gateway.auth;"
                + " @jakarta.enterprise.context.ApplicationScoped class A {}"),
        fence(
            "web3j",
            List.of("org.web3j.."),
            List.of("gateway.auth..", "gateway.chain.."),
            """
            package io.gridmill.gateway.api; class A { org.web3j.B b; }
            ---
            package org.web3j; public class B {}
            """),
        fence(
            "simpleclient",
            List.of("io.prometheus.."),
            List.of("grid.metrics.."),
            "package io.gridmill.grid.task; class A { io.prometheus.client.Counter counter; }"),
        fence(
            "Jackson",
            List.of("tools.jackson..", "com.fasterxml.jackson.."),
            List.of("job.wire.."),
            "package io.gridmill.job.client; class A { tools.jackson.databind.JsonNode node; }",
            "package io.gridmill.job;"
                + " record A(@com.fasterxml.jackson.annotation.JsonProperty(\"b\") int b) {}"));
  }

  private static List<Rule> manners() {
    return List.of(
        new Rule(
            "time is handed in; only a main reads the clock",
            noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .accessTargetWhere(target(CLOCKS)),
            "package io.gridmill.job; class A { Object b() { return java.time.Instant.now(); } }",
            "package io.gridmill.job; class A { long b() { return System.currentTimeMillis(); } }",
            "package io.gridmill.job; class A {"
                + " java.util.function.LongSupplier b() { return System::currentTimeMillis; } }",
            "package io.gridmill.job; class A { Object b() { return new java.util.Date(); } }"),
        new Rule(
            "nothing sleeps",
            noClasses().should().accessTargetWhere(target(SLEEPS)),
            "package io.gridmill.job;"
                + " class A { void b(Thread t) throws InterruptedException { t.sleep(1); } }",
            "package io.gridmill.job; class A {"
                + " void b(java.util.concurrent.TimeUnit t) throws InterruptedException"
                + " { t.sleep(1); } }"),
        new Rule(
            "a class is named for what it is, not for being a class",
            noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameStartingWith("Abstract"),
            "package io.gridmill.job; class TaskServiceImpl {}",
            "package io.gridmill.job; class TaskManager {}",
            "package io.gridmill.job; class StringUtil {}",
            "package io.gridmill.job; class StringUtils {}",
            "package io.gridmill.job; class TaskHelper {}",
            "package io.gridmill.job; abstract class AbstractTask {}"));
  }

  private static Rule fence(
      String library, List<String> packages, List<String> inside, String... breaches) {
    return new Rule(
        library + " is used in " + inside + " only",
        noClasses()
            .that()
            .resideOutsideOfPackages(inRoot(inside))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages.toArray(String[]::new)),
        breaches);
  }

  private static DescribedPredicate<JavaAccess<?>> target(Set<String> names) {
    return DescribedPredicate.describe(
        "target is one of " + new TreeSet<>(names),
        access ->
            names.contains(access.getTargetOwner().getName() + "." + access.getTarget().getName()));
  }

  /** The source of two classes, of which the first uses the second. */
  private static String uses(String from, String to) {
    return """
        package io.gridmill.%1$s; public class Uses { io.gridmill.%2$s.Used used; }
        ---
        package io.gridmill.%2$s; public class Used {}
        """
        .formatted(from, to);
  }

  private static String[] inRoot(List<String> packages) {
    return packages.stream().map(ROOT::concat).toArray(String[]::new);
  }
}
