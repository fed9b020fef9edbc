@NullMarked
package io.weir.editor;

import org.jspecify.annotations.NullMarked;
