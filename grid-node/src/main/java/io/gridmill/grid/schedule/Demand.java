package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.trust.Standing;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tasks ask of a node. Those that ask for the same fit the same nodes: where one finds no
 * place, none does.
 */
final class Demand {
  /** The attribute of nodes that run commands. */
  static final String RUNS_COMMANDS = "gridmill.exec.commands";

  /** The attribute of what a node's results are worth, 0 to 1. */
  static final String REPUTATION = "gridmill.reputation";

  private final Terms terms;
  private final Set<String> avoided;
  private final int hash;

  /**
   * What they ask for.
   *
   * @param commands whether the node must run commands
   * @param prefer which nodes they would rather have, the first the most
   * @param spread the attribute over whose values they are spread
   * @param pack the attribute by whose value they are kept together
   */
  record Terms(
      ResourceRequest resources,
      Constraint constraint,
      boolean commands,
      List<Constraint> prefer,
      @Nullable String spread,
      @Nullable String pack,
      @Nullable BigDecimal maxPrice,
      @Nullable Double minReputation) {}

  Demand(Terms terms) {
    this(terms, Set.of());
  }

  private Demand(Terms terms, Set<String> avoided) {
    this.terms = terms;
    this.avoided = avoided;
    this.hash = terms.hashCode() + 31 * avoided.hashCode();
  }

  /** The same, of nodes of none of these owners. */
  Demand avoiding(Set<String> owners) {
    return new Demand(terms, Set.copyOf(owners));
  }

  static Demand of(TaskSpec spec) {
    Scheduling wishes = spec.scheduling();
    return new Demand(
        new Terms(
            spec.resources(),
            spec.constraint(),
            spec.work() instanceof Work.Command,
            wishes.prefer(),
            wishes.spread(),
            wishes.pack(),
            wishes.maxPrice(),
            wishes.minReputation()));
  }

  ResourceRequest resources() {
    return terms.resources();
  }

  /** Whether tasks are spread over the values of the attribute, rather than kept together. */
  boolean isSpread() {
    return terms.spread() != null;
  }

  /** The attribute whose values matter to where tasks of it run already; null if none does. */
  @Nullable String grouping() {
    return terms.spread() == null ? terms.pack() : terms.spread();
  }

  /** Whether a node with this offer may ever run it, free or not. */
  boolean suits(Offer offer) {
    return suits(offer.attributes()) && (avoided.isEmpty() || !avoided.contains(offer.owner()));
  }

  private boolean suits(Map<String, String> attributes) {
    return terms.constraint().holds(attributes)
        && (!terms.commands() || "true".equals(attributes.get(RUNS_COMMANDS)))
        && isAffordable(attributes.get(Scheduling.PRICE))
        && isReputed(attributes.get(REPUTATION));
  }

  /** Why a node with this offer never runs it. */
  String mismatch(Offer offer) {
    Map<String, String> attributes = offer.attributes();
    if (!terms.constraint().holds(attributes)) {
      return "do not satisfy " + terms.constraint();
    }
    if (terms.commands() && !"true".equals(attributes.get(RUNS_COMMANDS))) {
      return "do not run commands";
    }
    if (avoided.contains(offer.owner())) {
      return "belong to owners that have run it";
    }
    return isAffordable(attributes.get(Scheduling.PRICE))
        ? "have a reputation of less than " + terms.minReputation()
        : "ask more than " + terms.maxPrice() + " an hour";
  }

  private boolean isAffordable(@Nullable String price) {
    BigDecimal most = terms.maxPrice();
    if (most == null || price == null) {
      return true;
    }
    try {
      return new BigDecimal(price).compareTo(most) <= 0;
    } catch (NumberFormatException e) {
      return false; // a price that cannot be read is not one that was agreed to
    }
  }

  private boolean isReputed(@Nullable String reputation) {
    Double least = terms.minReputation();
    if (least == null || reputation == null) {
      return least == null || least <= Standing.UNKNOWN;
    }
    try {
      return Double.parseDouble(reputation) >= least;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** How many of the wishes a node leaves open, an earlier one counting more than all later. */
  double unmet(Map<String, String> attributes) {
    double unmet = 0;
    double weight = 1;
    for (Constraint wish : terms.prefer()) {
      weight /= 2;
      if (!wish.holds(attributes)) {
        unmet += weight;
      }
    }
    return unmet;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Demand that
            && hash == that.hash
            && terms.equals(that.terms)
            && avoided.equals(that.avoided));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
