/** What a process counts and measures, for Prometheus to scrape. */
@NullMarked
package io.gridmill.grid.metrics;

import org.jspecify.annotations.NullMarked;
