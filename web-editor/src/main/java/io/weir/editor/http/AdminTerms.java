package io.weir.editor.http;

import org.jspecify.annotations.Nullable;

/**
 * On which terms the editor and the Admin API can be asked for.
 *
 * @param root the path that they are below: begins and ends with a slash
 * @param hasEditor whether there is the editor beside the API
 * @param nodeRoot the path that the flows' own pages are below; empty if there are none
 * @param cors what pages of other sites may ask the API for; null for nothing
 * @param guard which requests are let through at all
 * @param requiresTls whether a browser that comes without TLS is sent to the same address with it
 */
public record AdminTerms(
    String root,
    boolean hasEditor,
    String nodeRoot,
    @Nullable Cors cors,
    RequestGuard guard,
    boolean requiresTls) {

  /** The whole of it at the server's root, for this machine alone or for all. */
  public static AdminTerms defaults(boolean isLoopbackOnly) {
    return new AdminTerms(
        "/", true, "/", null, new RequestGuard(isLoopbackOnly, TrustedProxies.NONE), false);
  }

  public AdminTerms {
    if (!root.startsWith("/") || !root.endsWith("/")) {
      throw new IllegalArgumentException("a root begins and ends with a slash, unlike " + root);
    }
  }

  /** The same below another path. */
  public AdminTerms withRoot(String newRoot) {
    return new AdminTerms(newRoot, hasEditor, nodeRoot, cors, guard, requiresTls);
  }

  /** The same for pages of other sites. */
  public AdminTerms withCors(@Nullable Cors newCors) {
    return new AdminTerms(root, hasEditor, nodeRoot, newCors, guard, requiresTls);
  }

  /** The same with or without the editor. */
  public AdminTerms withEditor(boolean on) {
    return new AdminTerms(root, on, nodeRoot, cors, guard, requiresTls);
  }

  /** The same behind proxies. */
  public AdminTerms withProxies(TrustedProxies proxies) {
    return new AdminTerms(
        root,
        hasEditor,
        nodeRoot,
        cors,
        new RequestGuard(guard.isLoopbackOnly(), proxies),
        requiresTls);
  }

  /** The same with or without TLS only. */
  public AdminTerms withTlsRequired(boolean required) {
    return new AdminTerms(root, hasEditor, nodeRoot, cors, guard, required);
  }

  /** For whom a request asks. */
  public TrustedProxies proxies() {
    return guard.proxies();
  }
}
