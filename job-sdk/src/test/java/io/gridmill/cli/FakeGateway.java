package io.gridmill.cli;

import com.sun.net.httpserver.HttpServer;
import io.gridmill.job.client.Health;
import io.gridmill.job.wire.Wire;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that is started as nodes and gateways are, and tells that it is ready as they do, but
 * runs nothing. With {@code node.fail} it says so and ends.
 */
final class FakeGateway {
  private FakeGateway() {}

  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[1]))) {
      config.load(file);
    }
    if (config.containsKey("node.fail")) {
      System.out.println("it is out of order");
      System.exit(3);
    }
    Path dir = Path.of(config.getProperty("dir"));
    int discovery = Integer.parseInt(config.getProperty("discovery.port", "0"));
    int port = Integer.parseInt(config.getProperty("http.port", "" + discovery));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/health",
        http -> {
          byte[] body = Wire.bytes(Health.up(9));
          http.sendResponseHeaders(200, body.length);
          http.getResponseBody().write(body);
          http.close();
        });
    server.start();
    Files.writeString(Path.of(config.getProperty("key.file")), "gm_operator_key");
    Map<String, Object> ready = new LinkedHashMap<>();
    ready.put("pid", ProcessHandle.current().pid());
    ready.put("url", "http://127.0.0.1:" + server.getAddress().getPort());
    ready.put("discovery", "127.0.0.1:47500");
    Path next = Files.write(dir.resolve("ready.json.next"), Wire.bytes(ready));
    Files.move(next, dir.resolve("ready.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes what the launcher would have built: jars that start this program. */
  static void install(Path root) throws Exception {
    for (String module : List.of("grid-node", "gateway")) {
      Path dist = Files.createDirectories(root.resolve(module).resolve("target/dist"));
      Manifest manifest = new Manifest();
      Attributes main = manifest.getMainAttributes();
      main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      main.put(Attributes.Name.MAIN_CLASS, FakeGateway.class.getName());
      main.put(
          Attributes.Name.CLASS_PATH,
          Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
              .map(entry -> Path.of(entry).toUri().toString())
              .collect(Collectors.joining(" ")));
      Path jar = dist.resolve(module + ".jar");
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
        out.setComment("starts a program of the tests");
      }
    }
  }
}
