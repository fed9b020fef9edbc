/** What node classes of every category share. */
@NullMarked
package io.weir.nodes.support;

import org.jspecify.annotations.NullMarked;
