package io.gridmill.gateway.web;

import java.util.Collection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The JAX-RS application: nothing but the instances that it is given. */
public final class Rest {
  /** Kept here, as loggers that nobody keeps forget their level. */
  private static final Logger PROVIDERS =
      Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

  static {
    // It warns of every resource that is registered as an instance that it is no provider.
    PROVIDERS.setLevel(Level.SEVERE);
  }

  private Rest() {}

  public static ResourceConfig of(Collection<?> components) {
    ResourceConfig config = new ResourceConfig();
    components.forEach(config::register);
    return config
        .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
        .property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        // With a buffer of its own, Jersey would hold back what a stream flushes; Jetty has one
        // too.
        .property(CommonProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
  }
}
