/** The vocabulary that authors of jobs and the platform share: what a task is, and what became of it. */
@NullMarked
package io.gridmill.job;

import org.jspecify.annotations.NullMarked;
