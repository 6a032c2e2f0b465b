package io.gridmill.gateway.app;

import io.gridmill.gateway.api.BatchResource;
import io.gridmill.gateway.api.BlobsResource;
import io.gridmill.gateway.api.DeliveriesResource;
import io.gridmill.gateway.api.EventsResource;
import io.gridmill.gateway.api.HeadFilter;
import io.gridmill.gateway.api.HealthResource;
import io.gridmill.gateway.api.ItemErrorsResource;
import io.gridmill.gateway.api.KeysResource;
import io.gridmill.gateway.api.LogsResource;
import io.gridmill.gateway.api.MaintenanceResource;
import io.gridmill.gateway.api.MeResource;
import io.gridmill.gateway.api.MetricsResource;
import io.gridmill.gateway.api.OpenApiResource;
import io.gridmill.gateway.api.OutputsResource;
import io.gridmill.gateway.api.OwnTasks;
import io.gridmill.gateway.api.ProblemMapper;
import io.gridmill.gateway.api.RefusalFilter;
import io.gridmill.gateway.api.ResourcesResource;
import io.gridmill.gateway.api.ResultResource;
import io.gridmill.gateway.api.TaskChanges;
import io.gridmill.gateway.api.TaskEventsResource;
import io.gridmill.gateway.api.TasksResource;
import io.gridmill.gateway.api.UploadsResource;
import io.gridmill.gateway.api.WhyResource;
import io.gridmill.gateway.api.WireBody;
import io.gridmill.gateway.auth.AuthFilter;
import io.gridmill.gateway.auth.OpenPaths;
import io.gridmill.gateway.auth.RoleFilter;
import io.gridmill.gateway.notify.Postman;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.gateway.notify.WebhookCaller;
import io.gridmill.gateway.route.Routes;
import io.gridmill.gateway.submit.Admission;
import io.gridmill.gateway.submit.Intake;
import io.gridmill.gateway.submit.References;
import io.gridmill.gateway.submit.Room;
import io.gridmill.gateway.submit.Storage;
import io.gridmill.gateway.web.HttpServer;
import io.gridmill.gateway.web.RequestMemory;
import io.gridmill.gateway.web.RequestMetrics;
import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.trust.Standings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Makes the parts of a gateway; each method says what a part is made of. */
final class Parts {
  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  Metrics metrics(Surroundings grid) {
    return grid.metrics();
  }

  @Produces
  @Singleton
  Accounts accounts(Surroundings grid, SecureRandom random) {
    return new Accounts(grid.tables(), grid.clock(), random);
  }

  @Produces
  @Singleton
  Deliveries deliveries(Surroundings grid) {
    return new Deliveries(grid.tables(), grid.clock());
  }

  @Produces
  @Singleton
  TaskBoard board(Surroundings grid) {
    return new TaskBoard(grid.tables(), grid.clock());
  }

  @Produces
  @Singleton
  TaskLogs logs(Surroundings grid) {
    return new TaskLogs(grid.tables());
  }

  @Produces
  @Singleton
  Artifacts artifacts(Surroundings grid, SecureRandom random) {
    return new Artifacts(grid.tables(), grid.clock(), random);
  }

  @Produces
  @Singleton
  Admission admission(
      Surroundings grid, Artifacts artifacts, TaskBoard board, SecureRandom random) {
    References references = new References(artifacts, board, grid.clock());
    return new Admission(references, grid.cluster(), grid.clock(), random);
  }

  @Produces
  @Singleton
  WebhookCaller webhooks(Accounts accounts, Surroundings grid) {
    return new WebhookCaller(accounts, grid.clock());
  }

  @Produces
  @Singleton
  Postman postman(Deliveries deliveries, WebhookCaller caller, Metrics metrics) {
    return new Postman(deliveries, caller, metrics);
  }

  @Produces
  @Singleton
  TaskFeed feed(TaskBoard board, Metrics metrics) {
    TaskFeed feed = new TaskFeed(board);
    metrics.gauge("gridmill_event_listeners", "Open streams of events.", feed::listeners);
    return feed;
  }

  @Produces
  @Singleton
  ProblemMapper problems(SecureRandom random) {
    return new ProblemMapper(random);
  }

  @Produces
  @Singleton
  Storage storage(Surroundings grid) {
    return new Storage(new Shortages(grid.tables()), grid.cluster());
  }

  @Produces
  @Singleton
  Routes routes(
      Admission admission,
      TaskBoard board,
      Postman postman,
      Deliveries deliveries,
      Storage storage,
      GatewayConfig config,
      Surroundings grid) {
    var limits = config.limits();
    Room room = new Room(grid.cluster(), storage, limits.waiting(), limits.account());
    Intake intake = new Intake(board, room, grid.metrics());
    return new Routes(admission, intake, postman, deliveries);
  }

  /** The resources about tasks and artifacts, of which each is one instance. */
  record TaskResources(List<Object> instances) {}

  @Produces
  @Singleton
  TaskResources taskResources(
      Routes routes,
      TaskBoard board,
      TaskLogs logs,
      Artifacts artifacts,
      TaskFeed feed,
      Storage storage,
      Surroundings grid) {
    OwnTasks own = new OwnTasks(board);
    return new TaskResources(
        List.of(
            new TasksResource(routes::submit, board, own, new TaskChanges(board, logs)),
            new WhyResource(own, grid.cluster()),
            new BatchResource(routes::submit),
            new ResultResource(own, board, artifacts),
            new ItemErrorsResource(own, board),
            new OutputsResource(own, artifacts),
            new LogsResource(own, logs, feed),
            new TaskEventsResource(own, feed),
            new EventsResource(feed),
            new BlobsResource(artifacts, storage),
            new UploadsResource(artifacts, storage)));
  }

  /** The resources for those who run the grid, and those that are about the gateway itself. */
  record OperatorResources(List<Object> instances) {}

  @Produces
  @Singleton
  OperatorResources operatorResources(
      Accounts accounts, Deliveries deliveries, Surroundings grid, Metrics metrics) {
    return new OperatorResources(
        List.of(
            new MeResource(accounts),
            new KeysResource(accounts),
            new DeliveriesResource(deliveries),
            new ResourcesResource(
                new Resources(grid.tables()),
                new Standings(grid.tables(), grid.clock()),
                grid.cluster(),
                grid.clock()),
            new MaintenanceResource(
                new Maintenance(grid.tables()), new Resources(grid.tables()), grid.clock()),
            new HealthResource(grid.cluster()),
            new MetricsResource(metrics),
            new OpenApiResource()));
  }

  @Produces
  @Singleton
  HttpServer http(
      GatewayConfig config,
      TaskResources tasks,
      OperatorResources operators,
      Accounts accounts,
      ProblemMapper problems,
      Metrics metrics) {
    List<Object> components = new ArrayList<>(tasks.instances());
    components.addAll(operators.instances());
    components.add(new AuthFilter(accounts, OpenPaths.of(config.metrics().open())));
    components.add(new RoleFilter());
    components.add(new HeadFilter());
    components.add(new RefusalFilter());
    components.add(problems);
    components.add(new WireBody());
    components.add(RequestMemory.ofHeap());
    components.add(new RequestMetrics(metrics));
    return new HttpServer(config.bind(), config.http().port(), components);
  }
}
