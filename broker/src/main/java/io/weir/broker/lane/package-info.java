/** Bytes to packets and back: the strict decoder, the encoder, one flush per tick. */
@NullMarked
package io.weir.broker.lane;

import org.jspecify.annotations.NullMarked;
