/** The built-in broker, as the editor looks into it: its topics, its clients. */
@NullMarked
package io.weir.editor.broker;

import org.jspecify.annotations.NullMarked;
