/** Node types that users add: jars in {@code nodes/} of the user directory. */
@NullMarked
package io.weir.app.packs;

import org.jspecify.annotations.NullMarked;
