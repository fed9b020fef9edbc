/** WebSockets that flows serve and connect to. */
@NullMarked
package io.weir.nodes.websocket;

import org.jspecify.annotations.NullMarked;
