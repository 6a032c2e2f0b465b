/**
 * What {@code java -jar} enters; its class is compiled for Java 8, so that an old Java can be told
 * so.
 */
@NullMarked
package io.gridmill.boot;

import org.jspecify.annotations.NullMarked;
