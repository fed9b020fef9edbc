/** Reads mosquitto.conf into the broker's own records. */
@NullMarked
package io.weir.broker.config;

import org.jspecify.annotations.NullMarked;
