@NullMarked
package io.gridmill.grid.artifact;

import org.jspecify.annotations.NullMarked;
