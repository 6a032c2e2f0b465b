package io.gridmill.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What commands know of the world around them.
 *
 * @param environment the environment variables
 * @param folder what relative paths start from
 */
public record Cli(
    Console console, Map<String, String> environment, InstantSource clock, Path folder) {}
