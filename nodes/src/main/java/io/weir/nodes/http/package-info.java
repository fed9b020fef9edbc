/** What flows serve by HTTP: the routes of http in, and the answers of http response. */
@NullMarked
package io.weir.nodes.http;

import org.jspecify.annotations.NullMarked;
