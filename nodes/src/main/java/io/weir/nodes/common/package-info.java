/** Everyday nodes: inject, debug, and those that watch other nodes. */
@NullMarked
package io.weir.nodes.common;

import org.jspecify.annotations.NullMarked;
