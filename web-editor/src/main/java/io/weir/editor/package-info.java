/** The Admin API and the browser editor. */
@NullMarked
package io.weir.editor;

import org.jspecify.annotations.NullMarked;
