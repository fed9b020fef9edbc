package io.weir.broker.store;

import io.weir.broker.auth.ClientIdentity;
import io.weir.broker.packet.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A topic's retained publication.
 *
 * @param source whose rights to publish there count when it is delivered; null if nobody's do
 * @param keptAt when it came, in milliseconds since 1970
 */
public record StoredRetained(
    Publication publication, @Nullable ClientIdentity source, long keptAt) {}
