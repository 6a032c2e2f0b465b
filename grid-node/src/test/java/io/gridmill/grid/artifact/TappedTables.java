package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Real tables, with a hook before each call: to stop there, or to let something else happen. */
final class TappedTables implements Tables {
  /** Is called before each call of a table. */
  interface Tap {
    void before(String table, String call);
  }

  private final Tables tables;
  private final Tap tap;

  TappedTables(Tables tables, Tap tap) {
    this.tables = tables;
    this.tap = tap;
  }

  @Override
  @SuppressWarnings("unchecked") // the proxy has the table's interface
  public <K, V> Table<K, V> open(Schema<K, V> schema) {
    Table<K, V> table = tables.open(schema);
    return (Table<K, V>)
        Proxy.newProxyInstance(
            Table.class.getClassLoader(),
            new Class<?>[] {Table.class},
            (proxy, method, arguments) -> {
              tap.before(schema.table(), method.getName());
              try {
                return method.invoke(table, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
