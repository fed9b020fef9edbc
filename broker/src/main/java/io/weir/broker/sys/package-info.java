/** The $SYS topics. */
@NullMarked
package io.weir.broker.sys;

import org.jspecify.annotations.NullMarked;
