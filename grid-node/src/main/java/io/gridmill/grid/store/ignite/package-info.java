/**
 * Tables and members of a grid of Apache Ignite nodes.
 *
 * <p>{@link io.gridmill.grid.store.ignite.IgniteStart} starts a node from {@link
 * io.gridmill.grid.store.ignite.IgniteSettings}. A table is an atomic, partitioned cache whose rows
 * are binary objects without a Java class: the columns, and the record as JSON.
 */
@NullMarked
package io.gridmill.grid.store.ignite;

import org.jspecify.annotations.NullMarked;
