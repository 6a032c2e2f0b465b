/** How the processes of a grid are told what to be. */
@NullMarked
package io.gridmill.grid.config;

import org.jspecify.annotations.NullMarked;
