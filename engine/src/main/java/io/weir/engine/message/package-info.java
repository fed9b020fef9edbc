/** What travels along a wire: immutable messages and their values. */
@NullMarked
package io.weir.engine.message;

import org.jspecify.annotations.NullMarked;
