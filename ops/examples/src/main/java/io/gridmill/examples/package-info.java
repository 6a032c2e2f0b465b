/**
 * Jobs to learn from and to try a grid with.
 *
 * <p>{@link io.gridmill.examples.DigitsJob} is an array job whose heavy part is a kernel; {@link
 * io.gridmill.examples.DigitsDemo} is a program that submits it and shows what came of it.
 */
@NullMarked
package io.gridmill.examples;

import org.jspecify.annotations.NullMarked;
