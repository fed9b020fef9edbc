/** Makes documents run. */
@NullMarked
package io.weir.engine.runtime;

import org.jspecify.annotations.NullMarked;
