package io.gridmill.grid.store.ignite;

import static org.apache.ignite.cache.PartitionLossPolicy.IGNORE;
import static org.apache.ignite.cache.PartitionLossPolicy.READ_WRITE_SAFE;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;

/** The tables of a grid of Ignite nodes, each in a cache of its name. */
public final class IgniteTables implements Tables {
  /** Enough to spread a table evenly over some dozens of nodes; each costs memory on every node. */
  private static final int PARTITIONS = 256;

  /** The memory for tables with payloads: what fills it leaves room for all other rows. */
  static final String PAYLOADS = "payloads";

  private final Ignite ignite;
  private final LocalNode node;
  private final int backups;
  private final Copies copies;
  private final Comeback comeback;

  /**
   * @param backups how many further nodes hold a row of a grid that does not count its core nodes
   */
  IgniteTables(Ignite ignite, LocalNode node, int backups) {
    this.ignite = ignite;
    this.node = node;
    this.backups = backups;
    this.copies = new Copies(ignite);
    this.comeback = new Comeback(ignite);
  }

  Copies copies() {
    return copies;
  }

  @Override
  public <K, V> Table<K, V> open(Schema<K, V> schema) {
    return Faults.guarded(
        "opening table " + schema.table(),
        () -> {
          openAll(List.of(schema));
          BinaryRows<K, V> rows = node.rows(schema, ignite.binary());
          return new IgniteTable<>(
              ignite,
              copies,
              comeback,
              rows,
              ignite.<String, BinaryObject>cache(schema.table()).withKeepBinary());
        });
  }

  /** Makes the caches that are not there yet, in one go. */
  @SuppressWarnings("rawtypes") // as Ignite takes them
  void openAll(Collection<? extends Schema<?, ?>> schemas) {
    schemas.forEach(this::announce);
    Set<String> there = Set.copyOf(ignite.cacheNames());
    List<CacheConfiguration> missing =
        schemas.stream()
            .filter(s -> !there.contains(s.table()))
            .map(this::cache)
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      ignite.getOrCreateCaches(missing);
    }
    if (ignite.configuration().isClientMode()) {
      schemas.forEach(s -> ignite.cache(s.table())); // opens it here
    } else {
      schemas.forEach(s -> node.indexes().complete(ignite, s.table()));
    }
  }

  private <K, V> void announce(Schema<K, V> schema) {
    BinaryRows<K, V> rows = node.rows(schema, ignite.binary());
    node.add(rows);
    node.indexes().open(schema.table(), IgniteTable.indexed(schema));
    rows.announce();
  }

  /**
   * Whether rows outlive the nodes that hold them: those whose nodes are all away are then not to
   * be read or written until they are back, or two histories of them would come to be.
   */
  private boolean durable() {
    DataStorageConfiguration storage = ignite.configuration().getDataStorageConfiguration();
    return storage.getDefaultDataRegionConfiguration().isPersistenceEnabled();
  }

  /**
   * In a grid that counts its core nodes each of them holds all rows, as only a majority of them
   * can be relied on to know what was acknowledged; elsewhere rows are spread over all nodes.
   */
  private CacheConfiguration<String, BinaryObject> cache(Schema<?, ?> schema) {
    int cores = Quorum.count(ignite.cluster().nodes());
    boolean counted = cores > 1;
    return new CacheConfiguration<String, BinaryObject>(schema.table())
        .setCacheMode(CacheMode.PARTITIONED)
        .setAtomicityMode(CacheAtomicityMode.ATOMIC)
        .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
        .setBackups(counted ? cores - 1 : backups)
        .setDataRegionName(schema.isLarge() ? PAYLOADS : null)
        .setAffinity(new RendezvousAffinityFunction(false, PARTITIONS))
        .setTopologyValidator(new Quorum())
        .setPartitionLossPolicy(durable() ? READ_WRITE_SAFE : IGNORE)
        .setNodeFilter(RoleFilter.of(counted ? Schema.Placement.CORE : schema.placement()));
  }
}
