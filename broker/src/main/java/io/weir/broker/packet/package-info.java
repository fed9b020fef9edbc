/** Packets and application messages as plain values; no I/O. */
@NullMarked
package io.weir.broker.packet;

import org.jspecify.annotations.NullMarked;
