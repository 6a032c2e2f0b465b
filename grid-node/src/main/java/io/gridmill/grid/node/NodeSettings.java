package io.gridmill.grid.node;

import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.ignite.IgniteSettings;
import io.gridmill.grid.store.ignite.IgniteSettings.Durability;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import io.gridmill.grid.store.ignite.IgniteSettings.Storage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a node's configuration means for the data grid. */
final class NodeSettings {
  private NodeSettings() {}

  static IgniteSettings of(NodeConfig config) {
    return new IgniteSettings(
        config.name(),
        roles(config),
        attributes(config),
        config.dir(),
        network(config.bind(), config.discovery().port(), config.join()),
        new Storage(durability(config), config.backups(), config.data().size().bytes()));
  }

  static Network network(String bind, int discoveryPort, String join) {
    Network usual = Network.loopback();
    return new Network(
        bind,
        discoveryPort,
        usual.communicationPort(),
        usual.consolePort(),
        addresses(join),
        usual.failureDetection());
  }

  private static Set<Member.Role> roles(NodeConfig config) {
    Set<Member.Role> roles = EnumSet.noneOf(Member.Role.class);
    if (config.isCore()) {
      roles.add(Member.Role.CORE);
    }
    if (config.isProvider()) {
      roles.add(Member.Role.PROVIDER);
    }
    return roles;
  }

  private static List<String> addresses(String join) {
    return Arrays.stream(join.split(",")).map(String::strip).filter(a -> !a.isEmpty()).toList();
  }

  private static Durability durability(NodeConfig config) {
    return switch (config.persistence()) {
      case NONE -> Durability.NONE;
      case LOG_ONLY -> Durability.LOG_ONLY;
      case FSYNC -> Durability.FSYNC;
    };
  }

  /** What constraints may speak of: the labels, and what is so of every node. */
  static Map<String, String> attributes(NodeConfig config) {
    Map<String, String> all = new TreeMap<>(config.labels());
    all.put("node", config.name());
    all.put("cores", Integer.toString(config.cores()));
    all.put("memory", config.memory().toString());
    all.put("os", System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT));
    all.put("arch", System.getProperty("os.arch"));
    all.put("gridmill.exec.commands", Boolean.toString(config.exec().commands()));
    all.put("gridmill.gpu.count", "0");
    all.put(IgniteSettings.CORE_COUNT, Integer.toString(config.core().count()));
    return all;
  }
}
