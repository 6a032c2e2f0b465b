/** News of tasks: to those who listen on a connection, and to webhooks. */
@NullMarked
package io.gridmill.gateway.notify;

import org.jspecify.annotations.NullMarked;
