package io.gridmill.grid.trust;

/**
 * What became of a node's result that was compared with those of others.
 *
 * @param node the node's name
 * @param of the task and the attempt; a mark of the same counts once
 * @param agreed whether it was the one that was believed
 */
public record Mark(String node, String of, boolean agreed) {}
