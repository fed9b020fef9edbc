/** All that an author of nodes imports. */
@NullMarked
package io.weir.engine.node;

import org.jspecify.annotations.NullMarked;
