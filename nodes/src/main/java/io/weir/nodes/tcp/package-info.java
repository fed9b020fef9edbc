/** The nodes that speak TCP: tcp in, tcp out, tcp request. */
@NullMarked
package io.weir.nodes.tcp;

import org.jspecify.annotations.NullMarked;
