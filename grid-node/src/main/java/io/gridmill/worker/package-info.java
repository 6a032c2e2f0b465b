/**
 * What runs in a worker: a Java virtual machine of its own that runs the jobs of one owner and one
 * class path, one after the other, because its node told it to.
 */
@NullMarked
package io.gridmill.worker;

import org.jspecify.annotations.NullMarked;
