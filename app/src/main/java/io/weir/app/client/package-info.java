/**
 * What {@code weir pub} and {@code weir sub} share: a connection to a broker, and what runs on it.
 */
@NullMarked
package io.weir.app.client;

import org.jspecify.annotations.NullMarked;
