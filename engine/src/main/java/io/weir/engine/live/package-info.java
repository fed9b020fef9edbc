/**
 * What passes through the flows, for those who look: the latest messages of each output, and the
 * way that a message took.
 */
@NullMarked
package io.weir.engine.live;

import org.jspecify.annotations.NullMarked;
