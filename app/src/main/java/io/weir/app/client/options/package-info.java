/** The options of mosquitto_pub and mosquitto_sub that both commands have, in groups. */
@NullMarked
package io.weir.app.client.options;

import org.jspecify.annotations.NullMarked;
