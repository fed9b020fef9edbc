/** The expression language JSONata. */
@NullMarked
package io.weir.nodes.expression;

import org.jspecify.annotations.NullMarked;
