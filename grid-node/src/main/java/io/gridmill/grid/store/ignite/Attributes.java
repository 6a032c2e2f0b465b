package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.ignite.cluster.ClusterNode;

/**
 * What a node announces of itself when it joins: {@code gridmill.name}, {@code gridmill.roles} as a
 * comma list in lower case, and each of a member's attributes under {@code gridmill.}.
 */
final class Attributes {
  static final String PREFIX = "gridmill.";
  private static final String NAME = PREFIX + "name";
  private static final String ROLES = PREFIX + "roles";

  private Attributes() {}

  static Map<String, Object> of(String name, Set<Member.Role> roles, Map<String, String> more) {
    Map<String, Object> all = new TreeMap<>();
    more.forEach((key, value) -> all.put(PREFIX + key, value));
    all.put(NAME, name);
    all.put(
        ROLES,
        roles.stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(",")));
    return all;
  }

  static Set<Member.Role> roles(ClusterNode node) {
    Set<Member.Role> roles = EnumSet.noneOf(Member.Role.class);
    if (node.attribute(ROLES) instanceof String list && !list.isEmpty()) {
      Arrays.stream(list.split(","))
          .map(role -> Member.Role.valueOf(role.toUpperCase(Locale.ROOT)))
          .forEach(roles::add);
    }
    return roles;
  }

  static Member member(ClusterNode node) {
    Map<String, String> attributes = new TreeMap<>();
    node.attributes()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX) && !key.equals(NAME) && !key.equals(ROLES)) {
                attributes.put(key.substring(PREFIX.length()), String.valueOf(value));
              }
            });
    String name = node.attribute(NAME) instanceof String text ? text : node.id().toString();
    return new Member(node.id().toString(), name, roles(node), attributes);
  }
}
