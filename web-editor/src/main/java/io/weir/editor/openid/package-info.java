/**
 * Logging in by a provider of OpenID Connect: what {@code adminAuth.strategy} says, and the talk
 * with the provider.
 */
@NullMarked
package io.weir.editor.openid;

import org.jspecify.annotations.NullMarked;
