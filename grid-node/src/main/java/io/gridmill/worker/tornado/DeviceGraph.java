package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.KernelPlan.Launch;
import io.gridmill.job.kernel.KernelPlan.Transfer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A task graph of TornadoVM's with its plan; compiled when it is first executed. */
final class DeviceGraph {
  /** Graphs that live at the same time must have different names. */
  private static final AtomicLong GRAPHS = new AtomicLong();

  private final TornadoApi api;
  private final Object plan;

  private DeviceGraph(TornadoApi api, Object plan) {
    this.api = api;
    this.plan = plan;
  }

  static DeviceGraph build(
      TornadoAccelerator on,
      Map<Object, Transfer> uploads,
      List<Launch> launches,
      Collection<Object> downloads)
      throws Throwable {
    TornadoApi api = on.api();
    String name = "g" + GRAPHS.incrementAndGet();
    Object graph = api.newGraph(name);
    for (Map.Entry<Object, Transfer> upload : uploads.entrySet()) {
      boolean once = upload.getValue() == Transfer.FIRST_RUN;
      api.upload(graph, once ? TornadoApi.Upload.ONCE : TornadoApi.Upload.ALWAYS, upload.getKey());
    }
    Object grid = api.newScheduler();
    for (int l = 0; l < launches.size(); l++) {
      Launch launch = launches.get(l);
      api.task(graph, "t" + l, on.classes().task(launch), arguments(api, launch));
      WorkGroups groups = WorkGroups.of(launch.range(), on.described().groupSize());
      api.schedule(grid, name + ".t" + l, groups.global(), groups.local());
    }
    for (Object array : downloads) {
      api.download(graph, array);
    }
    return new DeviceGraph(api, api.newPlan(graph, grid));
  }

  /** Context, {@code never}, sizes and values, as the wrapper takes them. */
  private static List<Object> arguments(TornadoApi api, Launch launch) throws Throwable {
    List<Object> all = new ArrayList<>();
    all.add(api.newContext());
    all.add(0);
    all.addAll(WorkGroups.sizes(launch.range()));
    List<Integer> same = KernelWrapper.same(launch.arguments());
    for (int a = 0; a < same.size(); a++) {
      if (same.get(a) == a) {
        all.add(KernelWrapper.given(launch.arguments().get(a)));
      }
    }
    return all;
  }

  void execute() throws Throwable {
    api.execute(plan);
  }

  /** Frees what it has on the device. */
  void close() throws Throwable {
    api.close(plan);
  }
}
