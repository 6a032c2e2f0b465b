package io.gridmill.bench;

import picocli.CommandLine.Command;

/** The benchmarks, each a command of its own. */
@Command(description = "Measures what the grid itself costs.")
final class BenchCommand {}
