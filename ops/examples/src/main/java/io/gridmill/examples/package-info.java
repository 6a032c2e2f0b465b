/** Example jobs. */
@NullMarked
package io.gridmill.examples;

import org.jspecify.annotations.NullMarked;
