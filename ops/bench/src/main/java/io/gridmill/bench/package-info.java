/** JMH benchmarks of the hot paths. */
@NullMarked
package io.gridmill.bench;

import org.jspecify.annotations.NullMarked;
