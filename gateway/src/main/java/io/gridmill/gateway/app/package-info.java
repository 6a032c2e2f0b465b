/** Puts the gateway together and starts it. */
@NullMarked
package io.gridmill.gateway.app;

import org.jspecify.annotations.NullMarked;
