/** MQTT state that outlives a connection: windows, queues, expiry, wills. */
@NullMarked
package io.weir.broker.session;

import org.jspecify.annotations.NullMarked;
