/** What authors of jobs implement, and what they are given. */
@NullMarked
package io.gridmill.job.run;

import org.jspecify.annotations.NullMarked;
