/**
 * Kernels made ready for a device: read as bytecode, checked, rewritten where a device's compiler
 * is known to be wrong, copied, and sampled.
 *
 * <p>A kernel is copied, never called, by what runs it on a device. {@link
 * io.gridmill.worker.kernel.KernelCode} reads the method and every method that it reaches, refuses
 * what cannot be right with its class and line, and writes the copies into a class that is being
 * generated. {@link io.gridmill.worker.kernel.SampleCheck} computes a few indices from the same
 * copies on the JVM, before a launch, and compares them with what the device has written after it.
 */
@NullMarked
package io.gridmill.worker.kernel;

import org.jspecify.annotations.NullMarked;
