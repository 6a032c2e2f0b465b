/**
 * Who may call: API keys, and what the grid keeps of each account.
 *
 * <p>{@link io.gridmill.grid.account.Accounts} is the only writer of the tables {@code api_keys}
 * and {@code accounts}.
 */
@NullMarked
package io.gridmill.grid.account;

import org.jspecify.annotations.NullMarked;
