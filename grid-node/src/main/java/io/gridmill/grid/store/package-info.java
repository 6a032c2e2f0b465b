/**
 * State and messages of one grid: tables of records, and the members that hold them.
 *
 * <p>{@link io.gridmill.grid.store.Tables} opens {@link io.gridmill.grid.store.Table}s, {@link
 * io.gridmill.grid.store.Cluster} knows the members. Each has one implementation over Apache Ignite
 * and one in memory, and both pass the same contract tests.
 */
@NullMarked
package io.gridmill.grid.store;

import org.jspecify.annotations.NullMarked;
