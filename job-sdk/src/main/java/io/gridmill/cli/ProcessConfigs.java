package io.gridmill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the processes of a planned grid are told at their start. */
record ProcessConfigs(GridPlan plan) {
  private static final String GATEWAY = "gateway.";

  /**
   * The one process of a grid that has its other nodes as standbys at most.
   *
   * @param discoveryPort where they join it; 0 for any free port
   */
  Map<String, String> standalone(int discoveryPort) {
    Map<String, String> config = gateway(null);
    config.put("standalone", "true");
    config.put("node.discovery.port", Integer.toString(discoveryPort));
    nodeSettings().forEach((key, value) -> config.put("node." + key, value));
    return config;
  }

  Map<String, String> gateway(@Nullable String join) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("name", "gateway");
    config.put("bind", "127.0.0.1");
    config.put("http.port", Integer.toString(plan.port()));
    config.put("key.file", plan.keyFile().toString());
    if (join != null) {
      config.put("join", join);
    }
    settings(true, config);
    return config;
  }

  /** Adds those of the plan's settings that are the gateway's, or those that are the nodes'. */
  private void settings(boolean gateway, Map<String, String> config) {
    plan.settings()
        .forEach(
            (key, value) -> {
              if (key.startsWith(GATEWAY) == gateway) {
                config.put(gateway ? key.substring(GATEWAY.length()) : key, value);
              }
            });
  }

  /** Where all nodes look for the grid, so that any of them may end and come back. */
  String join(List<Integer> corePorts) {
    return corePorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** A core node, which the others join at this port. */
  Map<String, String> core(int number, int discoveryPort, String join) {
    Map<String, String> config = node("core-" + number, "core", join);
    config.put("discovery.port", Integer.toString(discoveryPort));
    return config;
  }

  Map<String, String> node(String name, String role, String join) {
    Map<String, String> config = nodeSettings();
    config.put("name", name);
    config.put("roles", role);
    config.put("bind", "127.0.0.1");
    config.put("discovery.port", "0");
    config.put("key.file", plan.keyFile().toString());
    config.put("join", join);
    return config;
  }

  private Map<String, String> nodeSettings() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("persistence", plan.persistence().toUpperCase(Locale.ROOT));
    config.put("exec.commands", Boolean.toString(plan.commands()));
    config.put("metrics.port", "0");
    if (plan.cores() > 2) {
      config.put("core.count", Integer.toString(plan.cores()));
    }
    settings(false, config);
    return config;
  }
}
