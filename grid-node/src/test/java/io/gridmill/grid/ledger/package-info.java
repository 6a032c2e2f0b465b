/** Tests of the ledger. */
@NullMarked
package io.gridmill.grid.ledger;

import org.jspecify.annotations.NullMarked;
