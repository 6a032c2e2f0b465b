import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;

/**
 * Plain Ignite compute: {@code node PORT FIRST FOLDER}, {@code plain FIRST …} or {@code fault …}.
 */
final class IgnitePeer {
  /** A task. */
  static final class Same implements IgniteCallable<Integer> {
    private final int number;

    Same(int number) {
      this.number = number;
    }

    @Override
    public Integer call() {
      return number;
    }
  }

  /** A task of some milliseconds. */
  static final class Nap implements IgniteCallable<Integer> {
    private final int number;
    private final String file;
    private final long millis;

    Nap(int number, String file, long millis) {
      this.number = number;
      this.file = file;
      this.millis = millis;
    }

    @Override
    public Integer call() throws Exception {
      return Measuring.nap(number, file, millis);
    }
  }

  public static void main(String[] args) throws Exception {
    int first = Integer.parseInt(args[2]);
    if (args[0].equals("node")) {
      Ignition.start(configuration(args[1], Integer.parseInt(args[1]), first, args[3]));
      Thread.currentThread().join();
    }
    Ignite client = Ignition.start(configuration("client", 0, first, args[3]).setClientMode(true));
    while (client.cluster().forServers().nodes().size() < 2) {
      Measuring.pause(50);
    }
    IgniteCompute compute = client.compute(client.cluster().forServers());
    if (args[0].equals("fault")) {
      int count = Integer.parseInt(args[4]);
      wait(compute, 2000);
      long began = System.nanoTime();
      List<IgniteFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(compute.callAsync(new Nap(i, args[3] + "/runs", Long.parseLong(args[5]))));
      }
      int results = 0;
      for (IgniteFuture<Integer> one : all) {
        results += one.get() >= 0 ? 1 : 0;
      }
      Measuring.fault(began, results);
    } else {
      Measuring.plain(50_000, 2000, count -> wait(compute, count), () -> compute.call(new Same(1)));
    }
    System.exit(0);
  }

  private static void wait(IgniteCompute compute, int count) {
    List<IgniteFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(compute.callAsync(new Same(i)));
    }
    all.forEach(IgniteFuture::get);
  }

  private static IgniteConfiguration configuration(String name, int port, int first, String dir) {
    TcpDiscoverySpi discovery = new TcpDiscoverySpi();
    discovery.setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(List.of("127.0.0.1:" + first)));
    if (port != 0) {
      discovery.setLocalPort(port).setLocalPortRange(0);
    }
    // As in Gridmill, or nodes of one machine wait for timers of the loopback interface.
    TcpCommunicationSpi communication = new TcpCommunicationSpi();
    communication.setSocketReceiveBuffer(0).setSocketSendBuffer(0);
    return new IgniteConfiguration()
        .setIgniteInstanceName(name)
        .setLocalHost("127.0.0.1")
        .setWorkDirectory(dir + "/" + name)
        .setPublicThreadPoolSize(1)
        .setUserAttributes(Map.of())
        .setDiscoverySpi(discovery)
        .setCommunicationSpi(communication);
  }
}
