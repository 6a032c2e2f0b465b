package io.gridmill.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.schedule.OwedEffects;
import io.gridmill.grid.schedule.SchedulerService;
import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.grid.schedule.UsageLedger;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.grid.task.TaskWaits;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.grid.trust.Standing;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several provider nodes with real workers, and a core node, over tables in memory. */
@Timeout(120)
class ProvidersTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path folder;
  private final MemoryGrid grid = new MemoryGrid();
  private final TaskBoard board = new TaskBoard(grid.tables(), CLOCK);
  private final Standings standings = new Standings(grid.tables(), CLOCK);
  private final Artifacts artifacts = new Artifacts(grid.tables(), CLOCK, new Random(1));
  private final Map<String, Provider> providers = new HashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>(List.of(board));

  @BeforeEach
  void start() {
    MemoryCluster cluster = grid.join("core", Set.of(Member.Role.CORE), Map.of());
    open.push(cluster);
    var scheduler =
        new SchedulerService(
            SchedulingPolicy.FAIR,
            board,
            new Resources(grid.tables()),
            new Maintenance(grid.tables()),
            new UsageLedger(grid.tables()),
            new Trust(standings, CheckRate.NONE),
            cluster,
            CLOCK,
            new Metrics());
    var deliveries = new Deliveries(grid.tables(), CLOCK);
    cluster.singleton(SchedulerService.NAME, Member.Role.CORE, scheduler);
    cluster.singleton(
        OwedEffects.NAME,
        Member.Role.CORE,
        new OwedEffects(board, deliveries, standings, new Ledger(grid.tables()), cluster, CLOCK));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private void provider(String name) {
    NodeConfig config =
        Wire.readProperties(
            Map.of(
                "name", name,
                "roles", "provider",
                "dir", folder.resolve(name).toString(),
                "cores", "1",
                "memory", "1GiB"),
            NodeConfig.class);
    MemoryCluster cluster = grid.join(name, Set.of(Member.Role.PROVIDER), Map.of());
    TaskBoard own = new TaskBoard(grid.tables(), CLOCK);
    Resources resources = new Resources(grid.tables());
    Provider provider =
        Provider.start(config, cluster, grid.tables(), own, resources, CLOCK, new Metrics());
    providers.put(name, provider);
    open.push(own);
    open.push(cluster);
    open.push(provider);
  }

  private void leave(String name) {
    Provider gone = Objects.requireNonNull(providers.get(name));
    gone.close();
    open.remove(gone);
  }

  private ArtifactRef jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, Jobs.class);
      for (Class<?> job : Jobs.class.getDeclaredClasses()) {
        add(zip, job);
      }
    }
    return artifacts.put(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    zip.putNextEntry(new ZipEntry(name));
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      Objects.requireNonNull(in, name).transferTo(zip);
    }
  }

  private TaskId submit(Class<?> job, @Nullable Replication replication) throws IOException {
    return submit(job, null, replication);
  }

  private TaskId submit(Class<?> job, @Nullable ArraySpec array, @Nullable Replication replication)
      throws IOException {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(jar()), job.getName()))
            .array(array)
            .replication(replication)
            .make();
    TaskId id = TaskId.derived("ann", job.getName());
    board.submit(new NewTask(id, "ann", spec));
    return id;
  }

  private Task await(TaskId id, Predicate<Task> so) throws InterruptedException {
    return TaskWaits.await(board, id, so);
  }

  private Task ends(TaskId id) throws InterruptedException {
    return await(id, t -> t.status().isTerminal());
  }

  @Test
  void pausesAJobAtItsCheckpointAndGoesOnFromThereOnAnotherNode() throws Exception {
    provider("first");
    TaskId id = submit(Jobs.Counts.class, null);
    await(id, t -> t.checkpoint() != null && t.status() == TaskStatus.RUNNING);
    board.apply(id, new TaskEvent.Pause());
    Task paused = await(id, t -> t.state() instanceof TaskState.Paused p && p.attempt() == null);
    assertThat(paused.lastFailure()).isNull();
    provider("second");
    leave("first");
    board.apply(id, new TaskEvent.Resume());
    Task done = ends(id);
    assertThat(done.status()).as("%s", done).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(done.view().node()).isEqualTo("second");
    assertThat(Integer.parseInt(String.valueOf(done.view().result()))).isPositive();
    assertThat(done.attempts() - done.handedBack()).isEqualTo(1);
  }

  @Test
  void reducesAnArrayFromWhatItsNodesHaveCombined() throws Exception {
    provider("a");
    provider("b");
    ArraySpec items = new ArraySpec(20_000, null, true).combining();
    TaskId id = submit(Jobs.Sums.class, items, null);
    Task done = ends(id);
    assertThat(done.status()).as("%s", done).isEqualTo(TaskStatus.SUCCEEDED);
    long[] seen = LongStream.range(0, 20_000).filter(i -> i % 7 != 3).toArray();
    assertThat(String.valueOf(done.view().result()))
        .contains("\"items\":" + seen.length, "\"total\":" + LongStream.of(seen).sum());
  }

  @Test
  void asksTheJobsOwnComparatorWhereDigestsDiffer() throws Exception {
    provider("a");
    provider("b");
    provider("c");
    provider("d");
    String comparator = Jobs.Approximate.class.getName();
    TaskId id = submit(Jobs.Approximate.class, new Replication(3, 2, comparator, null));
    Task done = ends(id);
    assertThat(done.status()).as("%s", done).isEqualTo(TaskStatus.SUCCEEDED);
    double value = Double.parseDouble(String.valueOf(done.view().result()));
    assertThat(value).isBetween(41.9, 42.1);
    assertThat(done.view().outputs()).containsOnlyKeys("run");
    await(id, t -> t.owed().isEmpty());
    assertThat(standings.all()).filteredOn(s -> s.lost() == 0).hasSize(2);
  }

  @Test
  void failsATaskWhoseComparatorIsNone() throws Exception {
    provider("a");
    provider("b");
    String comparator = Jobs.Nothing.class.getName();
    TaskId id = submit(Jobs.Approximate.class, new Replication(2, 2, comparator, null));
    Task failed = ends(id);
    assertThat(String.valueOf(failed.view().failure()))
        .contains("replication.comparator", "does not implement ResultComparator");
  }

  @Test
  void believesWhatTwoOfThreeNodesSayAndMarksTheThird() throws Exception {
    provider("a");
    provider("b");
    provider("c");
    TaskId id = submit(Jobs.FirstIsWrong.class, new Replication(3, 2, null, null));
    Task done = ends(id);
    assertThat(done.view().result()).as("%s", done).isEqualTo(new RawJson("42"));
    assertThat(done.attempts()).isEqualTo(3);
    await(id, t -> t.owed().isEmpty());
    assertThat(standings.all())
        .allSatisfy(s -> assertThat(s.reputation()).isNotEqualTo(Standing.UNKNOWN));
  }
}
