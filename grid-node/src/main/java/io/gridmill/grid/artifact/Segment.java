package io.gridmill.grid.artifact;

/**
 * A run of chunks that one writer wrote: from a number on, up to where the next segment starts.
 *
 * @param writer what the chunks are keyed by; no two writers ever share one, so a chunk is written
 *     by one writer only and what has been hashed cannot be replaced
 * @param first the number of the first chunk
 */
record Segment(String writer, int first) {}
