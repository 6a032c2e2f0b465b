package io.gridmill.grid.ledger;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of what work has cost: the only writer of the table {@code ledger}.
 *
 * <p>An entry is kept under its cause, if that has none: to append it twice is to append it once,
 * so whoever is not sure whether it was kept appends it again. Entries are never changed nor
 * removed. What an account has is in no row: it is what the entries come to, and as each takes from
 * one what it gives to another, all balances together are zero.
 */
public final class Ledger {
  /** The account that pays for what the grid has run for its own sake, to check nodes. */
  public static final String OPERATOR = "operator";

  static final int MOST_FAULTS = 1000;

  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final int AT_ONCE = 256;
  static final Schema<String, Entry> SCHEMA =
      new Schema<>(
          "ledger",
          k -> k,
          k -> k,
          Entry.class,
          1,
          List.of(
              Column.<Entry>text("task", e -> e.task().value()).withIndex(),
              Column.text("payer", Entry::payer),
              Column.text("earner", Entry::earner)),
          Schema.Placement.CORE);

  private final Table<String, Entry> rows;

  public Ledger(Tables tables) {
    this.rows = tables.open(SCHEMA);
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(SCHEMA);
  }

  /** Keeps entries, in one round trip for all; a cause that has one keeps what it has. */
  public void append(Collection<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Map<String, Entry> byCause = new LinkedHashMap<>();
    entries.forEach(entry -> byCause.putIfAbsent(entry.cause(), entry));
    rows.updateAll(byCause, new Append())
        .forEach(
            (cause, kept) -> {
              if (kept.differs()) {
                log.warn(
                    "{} is charged already, and otherwise than {}; what was charged first stays",
                    cause,
                    byCause.get(cause));
              }
            });
  }

  /** What was charged for a task. */
  public List<Entry> of(TaskId task) {
    return rows.find(Query.where("task", task.value()));
  }

  /** What an account has earned less what it owes, in millionths of a unit. */
  public long balance(String account) {
    Balances balances = new Balances();
    rows.scan(Query.where("payer", account), balances::add);
    rows.scan(Query.where("earner", account), entry -> balances.addUnlessPaidBy(account, entry));
    return balances.of(account);
  }

  /** Looks at all entries: are they what they should be, and where, and what do they come to? */
  public Audit audit() {
    Balances balances = new Balances();
    List<Audit.Fault> faults = new ArrayList<>();
    Map<String, Entry> some = new LinkedHashMap<>();
    long[] entries = {0};
    rows.scan(
        Query.ALL,
        entry -> {
          entries[0]++;
          balances.add(entry);
          if (some.put(entry.cause(), entry) != null) {
            add(faults, entry.cause(), "is there twice");
          }
          if (some.size() == AT_ONCE) {
            check(some, faults);
          }
        },
        row -> add(faults, row.key(), String.valueOf(row.why().getMessage())));
    check(some, faults);
    return new Audit(entries[0], balances.byAccount, faults);
  }

  /** Each is what its own figures come to, and is kept under its own cause. */
  private void check(Map<String, Entry> some, List<Audit.Fault> faults) {
    Map<String, Entry> kept = rows.getAll(some.keySet());
    some.forEach(
        (cause, entry) -> {
          String fault = entry.fault();
          if (fault != null) {
            add(faults, cause, fault);
          }
          if (!entry.equals(kept.get(cause))) {
            add(faults, cause, "is kept under another cause");
          }
        });
    some.clear();
  }

  private static void add(List<Audit.Fault> faults, String cause, String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new Audit.Fault(cause, what));
    }
  }

  /** What entries come to. */
  private static final class Balances {
    private final Map<String, Long> byAccount = new TreeMap<>();

    void add(Entry entry) {
      byAccount.merge(entry.payer(), -entry.amount(), Math::addExact);
      byAccount.merge(entry.earner(), entry.amount(), Math::addExact);
    }

    void addUnlessPaidBy(String account, Entry entry) {
      if (!entry.payer().equals(account)) {
        add(entry);
      }
    }

    long of(String account) {
      return byAccount.getOrDefault(account, 0L);
    }
  }

  /**
   * What became of an entry.
   *
   * @param differs whether its cause has another one
   */
  record Kept(boolean differs) {}

  static final class Append implements RowUpdate<Entry, Entry, Kept> {
    @Override
    public Class<Entry> argumentType() {
      return Entry.class;
    }

    @Override
    public Class<Kept> answerType() {
      return Kept.class;
    }

    @Override
    public Outcome<Entry, Kept> apply(@Nullable Entry row, Entry entry) {
      return row == null
          ? new Outcome<>(entry, new Kept(false))
          : new Outcome<>(row, new Kept(!row.equals(entry)));
    }
  }
}
