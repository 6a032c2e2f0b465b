/**
 * What a node and its worker processes say to each other, and how it is written.
 *
 * <p>A worker connects to a Unix domain socket that its node made for it alone, and says a token
 * that it was handed on its standard input. From then on both sides send {@link
 * io.gridmill.worker.protocol.Frame}s: four bytes with the length of what follows (big-endian), one
 * byte that names the kind, and the fields in their order. Numbers are in base 128, the lowest
 * seven bits first; text is its length in bytes and UTF-8; what may be missing is preceded by a
 * byte that is 0 or 1.
 */
@NullMarked
package io.gridmill.worker.protocol;

import org.jspecify.annotations.NullMarked;
