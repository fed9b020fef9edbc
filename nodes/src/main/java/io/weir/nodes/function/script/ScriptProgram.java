package io.weir.nodes.function.script;

import java.util.Map;

/**
 * The code of a function node.
 *
 * @param title what stack traces call it: {@code Function node:<id> [<name>]}
 * @param outputs how many outputs the node has
 * @param body On Message
 * @param setup On Start; empty for none
 * @param cleanup On Stop; empty for none
 * @param modules modules by the names of the variables that hold them
 * @param limits how long each may run
 */
public record ScriptProgram(
    String title,
    int outputs,
    String body,
    String setup,
    String cleanup,
    Map<String, String> modules,
    Limits limits) {
  public ScriptProgram {
    modules = Map.copyOf(modules);
  }

  /** What stack traces call On Start ({@code setup}) or On Stop ({@code cleanup}). */
  String title(String part) {
    return title.replaceFirst("node:", "node " + part + ":");
  }

  /**
   * How long code may run without a pause, in milliseconds; 0 for the engine's default.
   *
   * @param bodyMillis On Message
   * @param setupMillis On Start
   * @param cleanupMillis On Stop
   */
  public record Limits(long bodyMillis, long setupMillis, long cleanupMillis) {
    /** The engine's defaults. */
    public static final Limits DEFAULT = new Limits(0, 0, 0);
  }
}
