/** Who calls, and what they may do. */
@NullMarked
package io.gridmill.gateway.auth;

import org.jspecify.annotations.NullMarked;
