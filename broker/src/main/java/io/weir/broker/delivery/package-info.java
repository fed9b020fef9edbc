/** From a publication to the sessions that want it: tree, routes, shared groups, retained. */
@NullMarked
package io.weir.broker.delivery;

import org.jspecify.annotations.NullMarked;
