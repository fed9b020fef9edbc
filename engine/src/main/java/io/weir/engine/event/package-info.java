/** What the outside may listen to. */
@NullMarked
package io.weir.engine.event;

import org.jspecify.annotations.NullMarked;
