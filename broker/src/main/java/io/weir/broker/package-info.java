/** An MQTT 3.1, 3.1.1 and 5 broker, usable without the rest of Weir. */
@NullMarked
package io.weir.broker;

import org.jspecify.annotations.NullMarked;
