package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.Device;
import io.gridmill.grid.resource.Offer;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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
  Arbitrary<List<NodeSlots>> nodes() {
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
        .map(offers -> offers.stream().map(o -> new NodeSlots(o, 0)).toList());
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
                new Shape(
                    "me",
                    new ResourceRequest(cores, ByteSize.ofMiB(1024L * gigabytes), devices, null, 0),
                    Constraint.parse(constraint),
                    "a.Job"));
  }

  private static boolean fits(NodeSlots node, Shape shape, Load load) {
    ResourceRequest need = shape.resources();
    Offer offer = node.offer();
    return load.cores() + need.cores() <= offer.cores()
        && load.memory() + need.memory().bytes() <= offer.memory().bytes()
        && load.devices() + need.devices() <= offer.devices().size()
        && shape.constraint().holds(offer.attributes());
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
  void placesWheneverANodeFitsAndOnlyThere(
      @ForAll("nodes") List<NodeSlots> nodes, @ForAll("shapes") Shape shape) {
    Map<NodeSlots, List<Shape>> held = new java.util.HashMap<>();
    nodes.forEach(n -> held.put(n, new ArrayList<>()));
    for (int i = 0; i < 200; i++) {
      Optional<NodeSlots> chosen = Placement.withSlot(shape, nodes);
      List<NodeSlots> fitting =
          nodes.stream()
              .filter(n -> fits(n, shape, Load.of(held.getOrDefault(n, List.of()))))
              .toList();
      assertThat(chosen.isPresent()).isEqualTo(!fitting.isEmpty());
      if (chosen.isEmpty()) {
        return;
      }
      NodeSlots node = chosen.get();
      assertThat(fitting).contains(node);
      double least = fitting.stream().mapToDouble(NodeSlots::load).min().orElseThrow();
      assertThat(node.load()).isEqualTo(least);
      node.take(shape);
      held.computeIfAbsent(node, n -> new ArrayList<>()).add(shape);
    }
  }

  @Property(tries = 500)
  void givesBackExactlyWhatItTook(
      @ForAll("shapes") Shape a, @ForAll("shapes") Shape b, @ForAll List<Boolean> steps) {
    NodeSlots node = new NodeSlots(offer(1, 64, 512, 8, "eu"), 0);
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
    Shape shape = new Shape("me", ResourceRequest.DEFAULT, Constraint.ANY, "a.Job");
    NodeSlots node = new NodeSlots(offer(1, 1, 16, 0, "eu"), 0);
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
