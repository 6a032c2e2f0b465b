/**
 * Jobs to learn from and to try a grid with.
 *
 * <p>{@link io.gridmill.examples.DigitsJob} is an array job whose heavy part is a kernel; {@link
 * io.gridmill.examples.DigitsDemo} is a program that submits it and shows what came of it. {@link
 * io.gridmill.examples.NBodyJob} keeps arrays on the device for many runs of a graph, {@link
 * io.gridmill.examples.ImageJob} reads and writes files, and {@link
 * io.gridmill.examples.OptionsJob} is an array that is reduced to one result.
 */
@NullMarked
package io.gridmill.examples;

import org.jspecify.annotations.NullMarked;
