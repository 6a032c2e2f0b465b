package io.gridmill.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The items of an array that is to be submitted.
 *
 * @param lines the file that they are the lines of; null for numbers
 * @param allowFailed how many of them may fail, as {@code ArraySpec} has it
 */
record WorkItems(long count, @Nullable Path lines, boolean reduce, double allowFailed) {}
