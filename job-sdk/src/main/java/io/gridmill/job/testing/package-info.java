/** A grid in the test's own process. */
@NullMarked
package io.gridmill.job.testing;

import org.jspecify.annotations.NullMarked;
