/** The REST interface: each class parses, calls and renders, and one of them renders errors. */
@NullMarked
package io.gridmill.gateway.api;

import org.jspecify.annotations.NullMarked;
