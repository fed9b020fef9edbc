/** What the program is told: weir.yaml, read, checked, and changed in place. */
@NullMarked
package io.weir.app.config;

import org.jspecify.annotations.NullMarked;
