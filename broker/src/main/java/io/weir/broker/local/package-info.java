/** Clients in the same process: a session without a socket. */
@NullMarked
package io.weir.broker.local;

import org.jspecify.annotations.NullMarked;
