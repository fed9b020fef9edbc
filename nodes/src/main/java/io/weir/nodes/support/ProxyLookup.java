package io.weir.nodes.support;

/**
 * How proxies are looked up in the environment, Node-RED's {@code proxyOptions}.
 *
 * @param mode which variables count
 * @param lowerCaseOnly whether names in capitals don't
 * @param favourUpperCase whether names in capitals come first
 * @param excludeNpm whether those of npm, {@code npm_config_…}, don't count
 */
public record ProxyLookup(
    Mode mode, boolean lowerCaseOnly, boolean favourUpperCase, boolean excludeNpm) {
  /** If nothing is said. */
  public static final ProxyLookup USUAL = new ProxyLookup(Mode.STRICT, false, false, false);

  /** Which variables count. */
  public enum Mode {
    /** Those of the URL's scheme, and one for all. */
    STRICT,
    /** {@code http_proxy} for everything, as older versions of Node-RED have it. */
    LEGACY
  }
}
