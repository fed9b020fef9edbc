/** Who may connect, publish and subscribe: ports and simple adapters. */
@NullMarked
package io.weir.broker.auth;

import org.jspecify.annotations.NullMarked;
