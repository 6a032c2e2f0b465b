package io.gridmill.gateway.web;

import io.gridmill.grid.metrics.Metrics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;

/** Counts requests, and times them up to the first byte of their answers. */
public final class RequestMetrics implements ApplicationEventListener {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private final Metrics.Count requests;
  private final Metrics.Timing seconds;

  public RequestMetrics(Metrics metrics) {
    this.requests =
        metrics.counter(
            "gridmill_http_requests_total",
            "Requests that were answered.",
            "method",
            "path",
            "status");
    this.seconds =
        metrics.timing(
            "gridmill_http_request_seconds",
            "From a request to the first byte of its answer.",
            "method",
            "path");
  }

  @Override
  public void onEvent(ApplicationEvent event) {
    // only requests count
  }

  @Override
  public RequestEventListener onRequest(RequestEvent start) {
    long began = System.nanoTime();
    return event -> {
      if (event.getType() == RequestEvent.Type.RESP_FILTERS_FINISHED) {
        String method = method(event.getContainerRequest().getMethod());
        String path = path(event.getUriInfo());
        int status = event.getContainerResponse().getStatus();
        requests.one(method, path, Integer.toString(status));
        seconds.seconds(
            (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1), method, path);
      }
    };
  }

  /** Clients may call a method anything. */
  private static String method(String text) {
    return METHODS.contains(text) ? text : "other";
  }

  /** The path's template, so that ids do not make metrics of their own. */
  private static String path(ExtendedUriInfo uri) {
    List<UriTemplate> templates = uri.getMatchedTemplates();
    StringBuilder path = new StringBuilder();
    templates.reversed().forEach(template -> path.append(template.getTemplate()));
    return path.isEmpty() ? "none" : path.toString();
  }
}
