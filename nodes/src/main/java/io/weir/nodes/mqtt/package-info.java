/** The MQTT nodes, and the port by which they reach a broker. */
@NullMarked
package io.weir.nodes.mqtt;

import org.jspecify.annotations.NullMarked;
