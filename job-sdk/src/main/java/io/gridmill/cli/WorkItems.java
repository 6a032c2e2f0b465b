package io.gridmill.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The items of an array that is to be submitted.
 *
 * @param lines the file that they are the lines of; null for numbers
 */
record WorkItems(long count, @Nullable Path lines, boolean reduce) {}
