package io.weir.broker.auth;

import org.jspecify.annotations.Nullable;

/**
 * Who a client is, once it is in.
 *
 * @param userName as it gave it or as its certificate says, or null
 * @param listener the name of the listener that it came by; empty where that is not known, as of
 *     sessions in stores of earlier versions
 * @param isCertified whether the user name is that of its certificate
 */
public record ClientIdentity(
    String clientId, @Nullable String userName, String listener, boolean isCertified) {}
