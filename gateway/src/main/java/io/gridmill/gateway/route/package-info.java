/** The Camel routes: they name methods and hold no logic. */
@NullMarked
package io.gridmill.gateway.route;

import org.jspecify.annotations.NullMarked;
