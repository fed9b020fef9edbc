/** Nodes that change or route messages. */
@NullMarked
package io.weir.nodes.function;

import org.jspecify.annotations.NullMarked;
