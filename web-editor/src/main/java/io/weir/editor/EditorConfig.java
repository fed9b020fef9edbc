package io.weir.editor;

/**
 * What the editor and the Admin API need to know.
 *
 * @param version Weir's version, as semantic versioning has it
 * @param maxBodyBytes the largest request that the Admin API takes
 * @param debugMaxLength characters of a text, and items of an array, that the debug view gets
 * @param isLoopbackOnly whether only this machine can connect; then requests must name it as such,
 *     so that no web site can reach in by way of a name that it controls
 * @param mqttPort the port of the built-in broker, for flows made in the editor; 0 without it
 */
public record EditorConfig(
    String version, long maxBodyBytes, int debugMaxLength, boolean isLoopbackOnly, int mqttPort) {

  /** Node-RED's limits. */
  public static EditorConfig defaults(String version, boolean isLoopbackOnly, int mqttPort) {
    return new EditorConfig(version, 5L << 20, 1_000, isLoopbackOnly, mqttPort);
  }

  public EditorConfig {
    if (debugMaxLength < 1) {
      throw new IllegalArgumentException(
          "debugMaxLength must be at least 1 but is " + debugMaxLength);
    }
  }
}
