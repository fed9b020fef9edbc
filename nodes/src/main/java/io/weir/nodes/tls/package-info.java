/** What nodes say of encrypted connections: the tls-config node, certificates and keys. */
@NullMarked
package io.weir.nodes.tls;

import org.jspecify.annotations.NullMarked;
