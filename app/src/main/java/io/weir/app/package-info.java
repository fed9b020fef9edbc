/** The assembled program: configuration, wiring, command line. */
@NullMarked
package io.weir.app;

import org.jspecify.annotations.NullMarked;
