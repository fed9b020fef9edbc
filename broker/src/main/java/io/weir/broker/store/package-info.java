/** What survives the process: noted on the loops, written in groups by one thread. */
@NullMarked
package io.weir.broker.store;

import org.jspecify.annotations.NullMarked;
