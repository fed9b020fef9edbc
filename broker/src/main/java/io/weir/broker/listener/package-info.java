/**
 * The door: listeners on vertx-mqtt's server, and the tap that lets our lane into each pipeline.
 */
@NullMarked
package io.weir.broker.listener;

import org.jspecify.annotations.NullMarked;
