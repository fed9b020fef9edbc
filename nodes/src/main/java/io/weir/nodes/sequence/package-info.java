/** Nodes that split, join and sort. */
@NullMarked
package io.weir.nodes.sequence;

import org.jspecify.annotations.NullMarked;
