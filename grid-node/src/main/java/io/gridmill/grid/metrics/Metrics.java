package io.gridmill.grid.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The metrics of one process. Names follow the conventions of Prometheus: a {@code gridmill_}
 * prefix, base units, {@code _total} for counters.
 */
public final class Metrics {
  private final CollectorRegistry registry = new CollectorRegistry();

  /** Metrics of this process's Java virtual machine, to which others are added. */
  public static Metrics ofProcess() {
    Metrics metrics = new Metrics();
    DefaultExports.register(metrics.registry);
    return metrics;
  }

  /** A number that only grows. */
  public interface Count {
    void add(double amount, String... labels);

    default void one(String... labels) {
      add(1, labels);
    }
  }

  /** A distribution of seconds. */
  public interface Timing {
    void seconds(double seconds, String... labels);
  }

  public Count counter(String name, String help, String... labels) {
    Counter counter = Counter.build(name, help).labelNames(labels).register(registry);
    return (amount, values) -> counter.labels(values).inc(amount);
  }

  /** A histogram with buckets from half a millisecond to a minute. */
  public Timing timing(String name, String help, String... labels) {
    Histogram histogram =
        Histogram.build(name, help)
            .labelNames(labels)
            .buckets(.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
            .register(registry);
    return (seconds, values) -> histogram.labels(values).observe(seconds);
  }

  /** A value that is read whenever somebody asks. */
  public void gauge(String name, String help, DoubleSupplier value) {
    new Collector() {
      @Override
      public List<MetricFamilySamples> collect() {
        return List.of(new GaugeMetricFamily(name, help, value.getAsDouble()));
      }
    }.register(registry);
  }

  /** All metrics in the text format of Prometheus, version 0.0.4. */
  public String text() {
    StringWriter out = new StringWriter();
    try {
      TextFormat.write004(out, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new IllegalStateException("a string writer does not fail", e);
    }
    return out.toString();
  }

  /**
   * Serves the metrics by HTTP.
   *
   * @param port 0 for any free one
   */
  public Endpoint serve(String bind, int port) throws IOException {
    HTTPServer server = new HTTPServer(new InetSocketAddress(bind, port), registry, true);
    return new Endpoint(server);
  }

  /** A running metrics server. */
  public static final class Endpoint implements AutoCloseable {
    private final HTTPServer server;

    private Endpoint(HTTPServer server) {
      this.server = server;
    }

    public int port() {
      return server.getPort();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
