/** Ports through which state survives a restart, and their in-memory adapters. */
@NullMarked
package io.weir.broker.store;

import org.jspecify.annotations.NullMarked;
