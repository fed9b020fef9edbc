/** Topic names and filters: checked, parsed, comparable; no I/O. */
@NullMarked
package io.weir.broker.topic;

import org.jspecify.annotations.NullMarked;
