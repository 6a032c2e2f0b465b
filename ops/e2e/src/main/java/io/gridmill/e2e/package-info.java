/** Tests of what was packaged, started as a user starts it. */
@NullMarked
package io.gridmill.e2e;

import org.jspecify.annotations.NullMarked;
