/** What may become a task, and how it becomes one. */
@NullMarked
package io.gridmill.gateway.submit;

import org.jspecify.annotations.NullMarked;
