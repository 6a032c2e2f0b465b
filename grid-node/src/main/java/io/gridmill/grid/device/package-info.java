/**
 * The devices of a node: what a process must be started with to reach them, and which there are.
 */
@NullMarked
package io.gridmill.grid.device;

import org.jspecify.annotations.NullMarked;
