import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.durableexecutor.DurableExecutorService;
import com.hazelcast.durableexecutor.DurableExecutorServiceFuture;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** Hazelcast's durable executor, one backup: {@code node PORT FIRST FOLDER} and so on. */
final class HazelcastPeer {
  /** A task, of some milliseconds if it has a file. */
  static final class Task implements Callable<Integer>, Serializable {
    private static final long serialVersionUID = 1L;
    private final int number;
    private final String file;
    private final long millis;

    Task(int number, String file, long millis) {
      this.number = number;
      this.file = file;
      this.millis = millis;
    }

    @Override
    public Integer call() throws Exception {
      return file.isEmpty() ? number : Measuring.nap(number, file, millis);
    }
  }

  public static void main(String[] args) throws Exception {
    int first = Integer.parseInt(args[2]);
    if (args[0].equals("node")) {
      Config config =
          new Config().setClusterName("peer").setProperty("hazelcast.phone.home.enabled", "false");
      config.getNetworkConfig().setPort(Integer.parseInt(args[1])).setPortAutoIncrement(false);
      config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
      var join = config.getNetworkConfig().getJoin();
      join.getAutoDetectionConfig().setEnabled(false);
      join.getMulticastConfig().setEnabled(false);
      join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + first);
      // one thread, so that two members are two workers; room for all results of a bulk
      config.getDurableExecutorConfig("peer").setPoolSize(1).setDurability(1).setCapacity(1000);
      Hazelcast.newHazelcastInstance(config);
      Thread.currentThread().join();
    }
    ClientConfig config = new ClientConfig().setClusterName("peer");
    config.getNetworkConfig().addAddress("127.0.0.1:" + first);
    HazelcastInstance client = HazelcastClient.newHazelcastClient(config);
    while (client.getCluster().getMembers().size() < 2) {
      Measuring.pause(50);
    }
    DurableExecutorService executor = client.getDurableExecutorService("peer");
    if (args[0].equals("fault")) {
      int count = Integer.parseInt(args[4]);
      run(executor, 2000, "", 0);
      long began = System.nanoTime();
      int results = run(executor, count, args[3] + "/runs", Long.parseLong(args[5]));
      Measuring.fault(began, results);
    } else {
      Measuring.plain(
          10_000, 1000, count -> run(executor, count, "", 0), () -> run(executor, 1, "", 0));
    }
    System.exit(0);
  }

  private static int run(DurableExecutorService executor, int count, String file, long millis)
      throws InterruptedException {
    List<DurableExecutorServiceFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(executor.submit(new Task(i, file, millis)));
    }
    int results = 0;
    for (DurableExecutorServiceFuture<Integer> one : all) {
      try {
        one.get();
        executor.disposeResult(one.getTaskId());
        results++;
      } catch (ExecutionException lost) {
        System.err.println(lost);
      }
    }
    return results;
  }
}
