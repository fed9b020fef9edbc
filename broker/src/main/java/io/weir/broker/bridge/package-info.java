/** Connections to other brokers, over which topics are passed on. */
@NullMarked
package io.weir.broker.bridge;

import org.jspecify.annotations.NullMarked;
