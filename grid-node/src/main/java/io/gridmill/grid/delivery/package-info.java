/**
 * Notifications on their way to webhooks: owed once, tried until they arrive or are given up.
 *
 * <p>{@link io.gridmill.grid.delivery.Deliveries} is the only writer of the table {@code
 * deliveries}.
 */
@NullMarked
package io.gridmill.grid.delivery;

import org.jspecify.annotations.NullMarked;
