package io.gridmill.gateway.api;

import io.gridmill.gateway.auth.Allowed;
import io.gridmill.grid.resource.Device;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Questions;
import io.gridmill.grid.trust.Standing;
import io.gridmill.grid.trust.Standings;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.DeviceView;
import io.gridmill.job.client.ResourceView;
import io.gridmill.job.client.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The nodes that offer something, as they reported last. */
@Path("api/resources")
@Produces(MediaType.APPLICATION_JSON)
@Allowed({Role.CONSUMER, Role.PROVIDER, Role.OPERATOR})
public final class ResourcesResource {
  /** Nodes report about once a second; their clocks may be a little off. */
  private static final Duration SILENT_AFTER = Duration.ofSeconds(15);

  private static final long ANSWER_SECONDS = 2;

  private static final String REPUTATION = "gridmill.reputation";

  private static final String OWN_ATTRIBUTES = "gridmill.";

  private final Resources resources;
  private final Standings standings;
  private final Cluster cluster;
  private final InstantSource clock;

  public ResourcesResource(
      Resources resources, Standings standings, Cluster cluster, InstantSource clock) {
    this.resources = resources;
    this.standings = standings;
    this.cluster = cluster;
    this.clock = clock;
  }

  @GET
  public List<ResourceView> list() {
    List<Member> members = cluster.members();
    Map<String, String> reputations = reputations();
    Map<String, String> barred = barred();
    return resources.all().stream()
        .map(report -> view(report, members, barred, reputations))
        .sorted(Comparator.comparing(ResourceView::name))
        .toList();
  }

  /**
   * One node.
   *
   * @param node its name, or the id of the member that it is now
   */
  @GET
  @Path("{node}")
  public ResourceView get(@PathParam("node") String node) {
    return resources
        .get(node)
        .or(() -> withId(node))
        .map(report -> view(report, cluster.members(), barred(), reputations()))
        .orElseThrow(() -> new GridException(ErrorCode.NOT_FOUND, "there is no node " + node));
  }

  private Optional<NodeReport> withId(String id) {
    return resources.all().stream().filter(r -> r.offer().memberId().equals(id)).findFirst();
  }

  /** Why nodes get nothing now, by their names; none if the scheduler does not say. */
  private Map<String, String> barred() {
    return cluster
        .holder(Questions.SCHEDULER)
        .map(member -> cluster.ask(member.id(), Orders.SCHEDULE, new Orders.HowGoes()))
        .map(answer -> answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
        .map(
            answer -> answer.exceptionally(_ -> new Orders.Schedule(null, 0, null)).join().barred())
        .orElse(Map.of());
  }

  /** What nodes' results are worth, by the nodes' names; of those that were compared. */
  private Map<String, String> reputations() {
    return standings.all().stream()
        .collect(
            Collectors.toMap(
                Standing::node, s -> String.format(Locale.ROOT, "%.2f", s.reputation())));
  }

  private ResourceView view(
      NodeReport report,
      List<Member> members,
      Map<String, String> barred,
      Map<String, String> reputations) {
    String reputation = reputations.get(report.offer().name());
    Offer offer = reputation == null ? report.offer() : report.offer().with(REPUTATION, reputation);
    Optional<Member> member =
        members.stream().filter(m -> m.id().equals(offer.memberId())).findFirst();
    boolean silent = member.isEmpty() || report.at().plus(SILENT_AFTER).isBefore(clock.instant());
    return new ResourceView(
        offer.memberId(),
        offer.name(),
        member.map(ResourcesResource::roles).orElse(List.of()),
        silent ? ResourceView.Status.SILENT : ResourceView.Status.UP,
        offer.cores(),
        Math.max(0, offer.cores() - report.running()),
        offer.memory(),
        offer.devices().stream().map(ResourcesResource::view).toList(),
        labels(offer),
        offer.attributes(),
        report.running(),
        report.at(),
        barred.get(offer.name()));
  }

  private static List<String> roles(Member member) {
    return member.roles().stream().map(r -> r.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }

  private static DeviceView view(Device device) {
    return new DeviceView(
        device.id(), device.model(), device.memory(), device.backend(), device.vendor());
  }

  /** What the node's owner says of it: all attributes that are not the platform's. */
  private static Map<String, String> labels(Offer offer) {
    return offer.attributes().entrySet().stream()
        .filter(attribute -> !attribute.getKey().startsWith(OWN_ATTRIBUTES))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
