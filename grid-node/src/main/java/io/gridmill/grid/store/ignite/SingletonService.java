package io.gridmill.grid.store.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.apache.ignite.services.Service;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops a singleton on the node that Ignite's service grid has chosen. It carries only
 * the name: the service itself is what that node offers under it.
 */
final class SingletonService implements Service {
  private static final long serialVersionUID = 1L;

  private final String name;

  @IgniteInstanceResource private transient @Nullable Ignite ignite;

  SingletonService(String name) {
    this.name = name;
  }

  @Override
  public void execute() {
    if (ignite != null) {
      LocalNode.of(ignite).singletons().start(name);
    }
  }

  @Override
  public void cancel() {
    if (ignite != null) {
      LocalNode.of(ignite).singletons().stop(name);
    }
  }
}
