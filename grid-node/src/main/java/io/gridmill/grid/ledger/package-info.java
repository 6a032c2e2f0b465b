/** What work costs: entries that are made once and never changed, and the balances they come to. */
@NullMarked
package io.gridmill.grid.ledger;

import org.jspecify.annotations.NullMarked;
