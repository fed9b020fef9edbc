/** User JavaScript: the port, and its engine on GraalJS. */
@NullMarked
package io.weir.nodes.function.script;

import org.jspecify.annotations.NullMarked;
