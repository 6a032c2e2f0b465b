package io.gridmill.cli;

import io.gridmill.job.Constraint;
import io.gridmill.job.DependencyRule;
import io.gridmill.job.GridException;
import io.gridmill.job.Replication;
import io.gridmill.job.Scheduling;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code submit} that say how a task queues and where it would rather run. */
final class QueueOptions {
  @Option(
      names = "--project",
      paramLabel = "NAME",
      description = "Whose share of the account it counts against; default: default.")
  private @Nullable String project;

  @Option(
      names = "--deadline",
      paramLabel = "INSTANT",
      description = "By when it should have ended, such as 2027-01-31T18:00:00Z.")
  private @Nullable Instant deadline;

  @Option(
      names = "--expected",
      paramLabel = "TIME",
      description = "How long it will probably run, such as 90s; default: its time limit.")
  private @Nullable Duration expected;

  @Option(names = "--hold", description = "Keep it out of the queue until `resume`.")
  private boolean hold;

  @Option(
      names = "--preemptible",
      description = "It may be sent back to the queue for work of a higher priority.")
  private boolean preemptible;

  @Option(
      names = "--prefer",
      paramLabel = "COND",
      description = "Nodes that it would rather have; again for more, the first counts most.")
  private List<Constraint> prefer = List.of();

  @Option(
      names = "--spread",
      paramLabel = "ATTRIBUTE",
      description = "Spread tasks of this name over its values, such as rack.")
  private @Nullable String spread;

  @Option(
      names = "--pack",
      paramLabel = "ATTRIBUTE",
      description = "Keep tasks of this name on one value of it, such as rack.")
  private @Nullable String pack;

  @Option(
      names = "--gang",
      paramLabel = "NAME:SIZE",
      description = "Start together with the other tasks of this gang, or not at all.")
  private @Nullable String gang;

  @Option(
      names = "--max-price",
      paramLabel = "X",
      description = "The most that a node may ask an hour; default: any.")
  private @Nullable BigDecimal maxPrice;

  @Option(
      names = "--min-reputation",
      paramLabel = "X",
      description = "The least reputation of a node, 0 to 1; default: any.")
  private @Nullable Double minReputation;

  @Option(
      names = "--when",
      paramLabel = "RULE",
      description = "With --after: ${COMPLETION-CANDIDATES}; default ALL_SUCCEEDED.")
  private @Nullable DependencyRule rule;

  @Option(
      names = "--replicas",
      paramLabel = "K",
      description = "Run it on K nodes of distinct owners, and compare.")
  private int replicas;

  @Option(
      names = "--quorum",
      paramLabel = "Q",
      description = "How many replicas must agree; default: more than half.")
  private int quorum;

  @Option(
      names = "--comparator",
      paramLabel = "CLASS",
      description = "With --replicas: the class in the jar that tells whether results agree.")
  private @Nullable String comparator;

  @Option(
      names = "--spot-check",
      paramLabel = "SHARE",
      description = "With --replicas: only this share of such tasks, at random; default 1.")
  private @Nullable Double spotCheck;

  Scheduling applyTo(Scheduling base) {
    return new Scheduling(
        or(project, base.project()),
        deadline == null ? base.deadline() : deadline,
        expected == null ? base.expected() : expected,
        hold || base.held(),
        preemptible || base.preemptible(),
        prefer.isEmpty() ? base.prefer() : prefer,
        spread == null ? base.spread() : spread,
        pack == null ? base.pack() : pack,
        gang == null ? base.gang() : gang(gang),
        maxPrice == null ? base.maxPrice() : maxPrice,
        minReputation == null ? base.minReputation() : minReputation);
  }

  private static Scheduling.Gang gang(String text) {
    int colon = text.lastIndexOf(':');
    String size = text.substring(colon + 1);
    if (colon < 1 || !size.matches("\\d{1,5}")) {
      throw GridException.invalid("--gang", text, "NAME:SIZE, such as training:8");
    }
    return new Scheduling.Gang(text.substring(0, colon), Integer.parseInt(size));
  }

  DependencyRule dependencyRule(DependencyRule base) {
    return or(rule, base);
  }

  @Nullable Replication replication(@Nullable Replication base) {
    if (replicas == 0) {
      if (quorum != 0) {
        throw GridException.invalid("--quorum", quorum, "nothing without --replicas");
      }
      if (spotCheck != null) {
        throw GridException.invalid("--spot-check", spotCheck, "nothing without --replicas");
      }
      if (comparator != null) {
        throw GridException.invalid("--comparator", comparator, "nothing without --replicas");
      }
      return base;
    }
    return new Replication(replicas, quorum, comparator, spotCheck);
  }

  private static <T> T or(@Nullable T said, T otherwise) {
    return said == null ? otherwise : said;
  }
}
