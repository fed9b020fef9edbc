package io.weir.engine.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow tab.
 *
 * @param id the id
 * @param label the name that the user sees
 * @param disabled whether nothing on it runs
 * @param env environment entries
 * @param raw the entry as the file has it
 */
public record Tab(
    String id,
    String label,
    boolean disabled,
    List<EnvironmentEntry> env,
    Map<String, @Nullable Object> raw)
    implements FlowEntry {
  @Override
  public String type() {
    return "tab";
  }
}
