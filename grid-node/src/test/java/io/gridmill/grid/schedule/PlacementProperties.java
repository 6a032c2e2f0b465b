package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.Device;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PlacementProperties {

  private static Offer offer(int number, int cores, int gigabytes, int devices, String region) {
    List<Device> gpus =
        IntStream.range(0, devices)
            .mapToObj(
                i -> new Device("gpu" + i, "model", "vendor", "opencl", ByteSize.parse("16GiB")))
            .toList();
    return new Offer(
        "m" + number,
        "n" + number,
        cores,
        ByteSize.ofMiB(1024L * gigabytes),
        gpus,
        Map.of("region", region));
  }

  @Provide
  Arbitrary<Nodes> nodes() {
    var regions = Arbitraries.of("eu", "us", "asia");
    return Combinators.combine(
            Arbitraries.integers().between(1, 1_000_000),
            Arbitraries.integers().between(1, 64),
            Arbitraries.integers().between(1, 256),
            Arbitraries.integers().between(0, 8),
            regions)
        .as(PlacementProperties::offer)
        .list()
        .uniqueElements(Offer::name)
        .ofMaxSize(20)
        .map(PlacementProperties::fleet);
  }

  @Provide
  Arbitrary<Shape> shapes() {
    var constraints = Arbitraries.of("", "region == eu", "region in (us, asia)", "fast");
    return Combinators.combine(
            Arbitraries.integers().between(1, 32),
            Arbitraries.integers().between(1, 128),
            Arbitraries.integers().between(0, 4),
            constraints)
        .as(
            (cores, gigabytes, devices, constraint) ->
                shape(
                    new ResourceRequest(cores, ByteSize.ofMiB(1024L * gigabytes), devices, null, 0),
                    constraint));
  }

  private static Shape shape(ResourceRequest resources, String constraint) {
    return new Shape(
        "me",
        "default",
        new Demand(
            new Demand.Terms(
                resources, Constraint.parse(constraint), false, List.of(), null, null, null, null)),
        "a.Job");
  }

  private static Nodes fleet(List<Offer> offers) {
    Nodes nodes = new Nodes(Fit.TIGHTEST, 0);
    offers.forEach(o -> nodes.heard(new NodeReport(o, 1, Instant.EPOCH, 0, 0)));
    return nodes;
  }

  private static NodeSlots node(Offer offer) {
    return fleet(List.of(offer)).all().iterator().next();
  }

  private static boolean fits(NodeSlots node, Shape shape, Load load) {
    ResourceRequest need = shape.resources();
    Offer offer = node.offer();
    return load.cores() + need.cores() <= offer.cores()
        && load.memory() + need.memory().bytes() <= offer.memory().bytes()
        && load.devices() + need.devices() <= offer.devices().size()
        && shape.demand().suits(offer);
  }

  /** What a node's tasks use, added up by hand. */
  private record Load(int cores, long memory, int devices) {
    static Load of(List<Shape> shapes) {
      return new Load(
          shapes.stream().mapToInt(s -> s.resources().cores()).sum(),
          shapes.stream().mapToLong(s -> s.resources().memory().bytes()).sum(),
          shapes.stream().mapToInt(s -> s.resources().devices()).sum());
    }
  }

  @Property(tries = 500)
  void placesWhereverANodeFitsAndNowhereElseAndThereMostTightly(
      @ForAll("nodes") Nodes nodes,
      @ForAll @Size(min = 1, max = 4) List<@From("shapes") Shape> shapes) {
    Map<NodeSlots, List<Shape>> held = new HashMap<>();
    for (int i = 0; i < 200 && !shapes.isEmpty(); i++) {
      Shape shape = shapes.get(i % shapes.size());
      NodeSlots chosen = nodes.candidates(shape.demand()).best(n -> true);
      List<NodeSlots> fitting =
          nodes.all().stream()
              .filter(n -> fits(n, shape, Load.of(held.getOrDefault(n, List.of()))))
              .toList();
      assertThat(chosen != null).isEqualTo(!fitting.isEmpty());
      if (chosen != null) {
        assertThat(fitting).contains(chosen);
        ResourceRequest need = shape.resources();
        double least =
            fitting.stream().mapToDouble(n -> Fit.TIGHTEST.cost(n, need)).min().orElseThrow();
        assertThat(Fit.TIGHTEST.cost(chosen, need)).isEqualTo(least);
        chosen.take(shape);
        held.computeIfAbsent(chosen, n -> new ArrayList<>()).add(shape);
      }
    }
  }

  @Property(tries = 500)
  void givesBackExactlyWhatItTook(
      @ForAll("shapes") Shape a, @ForAll("shapes") Shape b, @ForAll List<Boolean> steps) {
    NodeSlots node = node(offer(1, 64, 512, 8, "eu"));
    Deque<Shape> held = new ArrayDeque<>();
    for (boolean takes : steps) {
      Shape next = held.size() % 2 == 0 ? a : b;
      if (takes && node.hasFree(next.resources())) {
        node.take(next);
        held.add(next);
      } else if (!held.isEmpty()) {
        node.release(held.remove());
      }
      Load load = Load.of(List.copyOf(held));
      assertThat(node.freeCores()).isEqualTo(64 - load.cores());
      assertThat(node.freeMemory()).isEqualTo(ByteSize.parse("512GiB").bytes() - load.memory());
    }
    held.forEach(node::release);
    assertThat(node.freeCores()).isEqualTo(64);
    assertThat(node.load()).isZero();
  }

  @Property(tries = 200)
  void letsTasksWaitBehindOthersOnlyWhileTheyComeBackQuickly(@ForAll List<Boolean> quick) {
    Shape shape = shape(ResourceRequest.DEFAULT, "");
    NodeSlots node = node(offer(1, 1, 16, 0, "eu"));
    assertThat(node.backlogFree(shape)).isZero();
    node.take(shape);
    assertThat(node.backlogFree(shape)).isZero();
    boolean last = false;
    for (boolean fast : quick) {
      node.completed(shape, fast ? Backlog.QUICK_NANOS - 1 : Backlog.SLOW_NANOS + 1);
      last = fast;
    }
    int behind = node.backlogFree(shape);
    assertThat(behind).isBetween(0, Backlog.MOST);
    if (last) {
      assertThat(behind).isPositive();
    }
    for (int i = 0; i < behind; i++) {
      node.take(shape);
    }
    assertThat(node.backlogFree(shape)).isZero();
    assertThat(node.freeCores()).isZero();
    for (int i = 0; i <= behind; i++) {
      node.release(shape);
    }
    assertThat(node.freeCores()).isEqualTo(1);
  }
}
