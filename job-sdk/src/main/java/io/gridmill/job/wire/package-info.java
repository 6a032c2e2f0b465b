/** The one JSON encoding of everything that travels between programs or rests in a row. */
@NullMarked
package io.gridmill.job.wire;

import org.jspecify.annotations.NullMarked;
