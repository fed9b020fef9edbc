package io.weir.editor;

import io.weir.engine.event.LogEntry;
import io.weir.engine.runtime.FlowRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said in flows that were run apart, as debug messages have it and without secrets.
 *
 * @param encoding how values are shown
 */
record SandboxLog(FlowRuntime runtime, DebugEncoding encoding) {

  List<Map<String, @Nullable Object>> shown(List<LogEntry> log) {
    return log.stream().map(this::shown).toList();
  }

  private Map<String, @Nullable Object> shown(LogEntry entry) {
    DebugEncoding.Encoded encoded = encoding.encode(runtime.secrets().in(entry.value()));
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("level", entry.level().number());
    if (entry.nodeId() != null) {
      shown.put("node", runtime.nodes().nameOf(entry.nodeId()));
    }
    shown.put("msg", encoded.message());
    shown.put("format", encoded.format());
    return shown;
  }
}
