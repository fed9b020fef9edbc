/** Nodes that convert between formats. */
@NullMarked
package io.weir.nodes.parser;

import org.jspecify.annotations.NullMarked;
