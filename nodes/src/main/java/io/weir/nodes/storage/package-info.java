/** Nodes that read, write and watch files. */
@NullMarked
package io.weir.nodes.storage;

import org.jspecify.annotations.NullMarked;
