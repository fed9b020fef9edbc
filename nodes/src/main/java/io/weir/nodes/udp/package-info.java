/** The nodes that speak UDP: udp in, udp out. */
@NullMarked
package io.weir.nodes.udp;

import org.jspecify.annotations.NullMarked;
