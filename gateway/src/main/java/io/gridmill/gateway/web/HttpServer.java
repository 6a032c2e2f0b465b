package io.gridmill.gateway.web;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;

/** Jetty, with the resources in it; each request has a virtual thread, so it may block. */
public final class HttpServer implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int OUTPUT_BUFFER_BYTES = 32 * 1024;

  /** How long a connection may be silent; event streams send something every 10 seconds. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** How long requests that run get to end when the server stops. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Server server;
  private final ServerConnector connector;

  /**
   * @param port where to listen; 0 for any that is free
   * @param components the instances of resources and filters
   */
  public HttpServer(String bind, int port, Collection<?> components) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-request-", 0).factory()));
    this.server = new Server(threads);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
    connector.setHost(bind);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(RequestMemory.connections(), connector));

    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new ServletContainer(Rest.of(components))), "/*");
    SecurityHeaders headers = new SecurityHeaders();
    headers.setHandler(context);
    server.setHandler(new GracefulHandler(headers));
    server.setErrorHandler(new ProblemPages());
    context.setErrorHandler(new ProblemPages());
    server.setStopTimeout(GRACE.toMillis());
  }

  private static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not start: " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public URI url() {
    String host =
        connector.getHost().contains(":") ? "[" + connector.getHost() + "]" : connector.getHost();
    return URI.create("http://" + host + ":" + connector.getLocalPort());
  }

  /** Takes no more requests and waits for those that run, for a while. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop: " + e.getMessage(), e);
    }
  }
}
