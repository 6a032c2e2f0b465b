/** The {@code gridmill} command. */
@NullMarked
package io.gridmill.cli;

import org.jspecify.annotations.NullMarked;
