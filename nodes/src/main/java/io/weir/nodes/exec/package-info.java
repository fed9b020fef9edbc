/** The exec node, which runs commands of the machine. */
@NullMarked
package io.weir.nodes.exec;

import org.jspecify.annotations.NullMarked;
