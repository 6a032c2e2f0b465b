/**
 * Small kernels of every kind, each with its input: what runs a kernel gives the plain loop's
 * result on all of them, or refuses it for the reason that is stated here.
 */
@NullMarked
package io.gridmill.worker.kernel.corpus;

import org.jspecify.annotations.NullMarked;
