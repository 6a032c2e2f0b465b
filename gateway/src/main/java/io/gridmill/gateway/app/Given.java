package io.gridmill.gateway.app;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;

/** Adds to the parts what the gateway is given. */
record Given(GatewayConfig config, Surroundings grid) implements Extension {
  void add(@Observes AfterBeanDiscovery event) {
    event.addBean().types(GatewayConfig.class).scope(Singleton.class).createWith(context -> config);
    event.addBean().types(Surroundings.class).scope(Singleton.class).createWith(context -> grid);
  }
}
