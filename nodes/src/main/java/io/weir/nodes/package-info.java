@NullMarked
package io.weir.nodes;

import org.jspecify.annotations.NullMarked;
