import java.util.List;
import org.jppf.client.JPPFClient;
import org.jppf.client.JPPFJob;
import org.jppf.node.protocol.AbstractTask;
import org.jppf.node.protocol.Task;

/** JPPF's client: {@code plain - PORT FOLDER}, or {@code fault - PORT FOLDER TASKS MILLIS}. */
final class JppfPeer {
  /** A task, of some milliseconds if it has a file. */
  public static final class Work extends AbstractTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int number;
    private final String file;
    private final long millis;

    Work(int number, String file, long millis) {
      this.number = number;
      this.file = file;
      this.millis = millis;
    }

    @Override
    public void run() {
      try {
        setResult(file.isEmpty() ? number : Measuring.nap(number, file, millis));
      } catch (Exception e) {
        setThrowable(e);
      }
    }
  }

  public static void main(String[] args) throws Exception {
    try (JPPFClient client = new JPPFClient()) {
      if (args[0].equals("fault")) {
        run(client, 500, "", 0);
        long began = System.nanoTime();
        int count = Integer.parseInt(args[4]);
        Measuring.fault(began, run(client, count, args[3] + "/runs", Long.parseLong(args[5])));
      } else {
        Measuring.plain(
            20_000, 500, count -> run(client, count, "", 0), () -> run(client, 1, "", 0));
      }
    }
    System.exit(0);
  }

  private static int run(JPPFClient client, int count, String file, long millis) throws Exception {
    JPPFJob job = new JPPFJob();
    for (int i = 0; i < count; i++) {
      job.add(new Work(i, file, millis));
    }
    List<Task<?>> done = client.submit(job);
    return (int) done.stream().filter(task -> task.getResult() != null).count();
  }
}
