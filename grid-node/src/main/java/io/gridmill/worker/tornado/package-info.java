/**
 * Kernels on TornadoVM's devices. The only package that names TornadoVM; it is built without it and
 * bound to it at run time, in workers that were started for it.
 */
@NullMarked
package io.gridmill.worker.tornado;

import org.jspecify.annotations.NullMarked;
