/** Requests that flows make to web servers: the http request node. */
@NullMarked
package io.weir.nodes.http.client;

import org.jspecify.annotations.NullMarked;
