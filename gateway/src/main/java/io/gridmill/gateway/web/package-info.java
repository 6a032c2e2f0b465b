/** The HTTP server. */
@NullMarked
package io.gridmill.gateway.web;

import org.jspecify.annotations.NullMarked;
