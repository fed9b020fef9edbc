/** The broker beside the flows: their clients on it, and what the editor shows of it. */
@NullMarked
package io.weir.app.embedded;

import org.jspecify.annotations.NullMarked;
