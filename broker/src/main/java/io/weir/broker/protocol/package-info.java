/** What MQTT asks of a server: the port to a connection, and one handler per packet type. */
@NullMarked
package io.weir.broker.protocol;

import org.jspecify.annotations.NullMarked;
