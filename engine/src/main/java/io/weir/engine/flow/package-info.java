/** The flows file as values. */
@NullMarked
package io.weir.engine.flow;

import org.jspecify.annotations.NullMarked;
