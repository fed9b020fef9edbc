/** Where flows, credentials and variables are kept. */
@NullMarked
package io.weir.engine.store;

import org.jspecify.annotations.NullMarked;
