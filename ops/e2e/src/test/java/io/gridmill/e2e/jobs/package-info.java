/** Jobs that the tests send to grids, and what of them runs there. */
@NullMarked
package io.gridmill.e2e.jobs;

import org.jspecify.annotations.NullMarked;
