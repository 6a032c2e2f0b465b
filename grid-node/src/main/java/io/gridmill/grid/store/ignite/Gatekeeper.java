package io.gridmill.grid.store.ignite;

import java.io.Serializable;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.PluginValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Lets nodes into the grid when it is ready for them, core nodes with the rows they have kept, or
 * sends those back to give them up (see {@link Lineage}). Ignite asks it on the node that was there
 * first.
 */
final class Gatekeeper implements PluginProvider<PluginConfiguration> {
  /** What a node is told that must give up its rows before it joins. */
  static final String OUTDATED = "gridmill: the rows that this node has kept are outdated";

  /** What a node is told that must wait for others to give up theirs. */
  static final String WAIT = "gridmill: nodes with outdated rows have not left yet";

  /**
   * What a node is told that comes while others are being counted in. Ignite would give it the list
   * of those that hold rows without the one before, which it could never start again with.
   */
  static final String CHANGING = "gridmill: who holds rows is being changed";

  private final LocalNode local;
  private @Nullable Ignite ignite;

  Gatekeeper(LocalNode local) {
    this.local = local;
  }

  @Override
  public String name() {
    return "gridmill";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String copyright() {
    return "";
  }

  @Override
  public void initExtensions(PluginContext context, ExtensionRegistry registry) {
    ignite = context.grid();
  }

  @Override
  public void validateNewNode(ClusterNode node, @Nullable Serializable data) {
    Ignite here = Objects.requireNonNull(ignite);
    if (!node.isClient() && Baseline.isChanging(here)) {
      refuse(node, CHANGING);
    }
    InSync theirs = Lineage.claim(node);
    if (theirs == null) {
      return;
    }
    Collection<ClusterNode> members = here.cluster().nodes();
    InSync last = local.kept().list().later(theirs);
    for (ClusterNode member : members) {
      InSync claim = Lineage.claim(member);
      last = claim == null ? last : last.later(claim);
    }
    boolean active = Lineage.isActive(here);
    if (!last.has(Lineage.identity(node)) || (active && canDoWithoutIt(here))) {
      refuse(node, OUTDATED);
    }
    if (!active && sendsAway(here, members, last)) {
      refuse(node, WAIT);
    }
  }

  /** Whether the rows of those that are there are known to be right and go on changing. */
  private static boolean canDoWithoutIt(Ignite here) {
    return Quorum.has(here.cluster().nodes()) && !new Copies(here).whole().isEmpty();
  }

  /** Tells those that have come with outdated rows; they leave by themselves. */
  private boolean sendsAway(Ignite here, Collection<ClusterNode> members, InSync last) {
    boolean some = false;
    for (ClusterNode member : members) {
      if (Lineage.claim(member) != null && !last.has(Lineage.identity(member))) {
        some = true;
        if (member.isLocal()) {
          local.kept().learn(last);
        } else {
          local.handlers().execute(() -> Lineage.tell(here, member, last));
        }
      }
    }
    return some;
  }

  private static void refuse(ClusterNode node, String why) {
    throw new PluginValidationException(
        "node " + node.consistentId() + " was not let in: " + why, why, node.id());
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Ignite has it
  public <T extends IgnitePlugin> T plugin() {
    return (T) new IgnitePlugin() {};
  }

  @Override
  public <T> @Nullable T createComponent(PluginContext context, Class<T> type) {
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes") // as Ignite has it
  public @Nullable CachePluginProvider createCacheProvider(CachePluginContext context) {
    return null;
  }

  @Override
  public void start(PluginContext context) {
    // has nothing to start
  }

  @Override
  public void stop(boolean cancel) {
    // has nothing to stop
  }

  @Override
  public void onIgniteStart() {
    // waits to be asked
  }

  @Override
  public void onIgniteStop(boolean cancel) {
    // keeps nothing
  }

  @Override
  public Serializable provideDiscoveryData(UUID node) {
    return local.kept().list().toString();
  }

  /** Has a node that joins know the last list before it takes part in anything. */
  @Override
  public void receiveDiscoveryData(UUID node, @Nullable Serializable data) {
    if (data instanceof String list) {
      local.kept().learn(InSync.parse(list));
    }
  }

  @Override
  @SuppressWarnings("deprecation") // has to be there
  public void validateNewNode(ClusterNode node) {
    validateNewNode(node, null);
  }
}
