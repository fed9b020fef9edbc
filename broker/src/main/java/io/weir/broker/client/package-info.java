/**
 * The client's side of MQTT: packets as a client writes and reads them, a socket that carries them,
 * and on top a small client. Bridges and the commands that publish and subscribe share it.
 */
@NullMarked
package io.weir.broker.client;

import org.jspecify.annotations.NullMarked;
