/** What comes from Node-RED: its settings file and its user directory, taken over. */
@NullMarked
package io.weir.app.nodered;

import org.jspecify.annotations.NullMarked;
