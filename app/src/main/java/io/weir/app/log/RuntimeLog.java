package io.weir.app.log;

import io.weir.engine.event.EventHub;
import io.weir.engine.event.LogEntry;
import io.weir.engine.event.RuntimeEvent;
import io.weir.engine.message.MessageJson;
import io.weir.engine.message.Values;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what nodes and runtime say to the log, in Node-RED's shape: {@code [type:name] text}. */
public final class RuntimeLog {
  private static final Logger log = LoggerFactory.getLogger("flows");

  private RuntimeLog() {}

  /** Writes from now on whatever nodes and runtime say. */
  public static void listen(EventHub events) {
    events.listen(RuntimeLog::write);
  }

  private static void write(RuntimeEvent event) {
    if (!(event instanceof LogEntry entry)) {
      return;
    }
    String text = text(entry);
    switch (entry.level()) {
      case ERROR -> log.error(text);
      case WARN -> log.warn(text);
      case INFO -> log.info(text);
      case DEBUG -> log.debug(text);
      case TRACE -> log.trace(text);
    }
  }

  private static String text(LogEntry entry) {
    Object value = entry.value();
    String said =
        value instanceof Map<?, ?> || value instanceof List<?>
            ? MessageJson.text(value)
            : Values.toText(value);
    if (entry.type() == null) {
      return said;
    }
    String who = entry.name().isEmpty() ? String.valueOf(entry.nodeId()) : entry.name();
    return "[" + entry.type() + ":" + who + "] " + said;
  }
}
