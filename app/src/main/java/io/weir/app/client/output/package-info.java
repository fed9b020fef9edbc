/** How {@code weir sub} prints a message: the format language and JSON of mosquitto_sub. */
@NullMarked
package io.weir.app.client.output;

import org.jspecify.annotations.NullMarked;
