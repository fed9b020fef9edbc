package io.weir.nodes.support;

import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures of single nodes, for the log, in Node-RED's words. Nothing is written unless the log
 * takes figures.
 *
 * @threads any
 */
public final class NodeMetrics {
  /** The logger of figures. */
  public static final String LOGGER = "metric";

  /** Node-RED's number of this kind of line. */
  public static final int LEVEL = 99;

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  private final NodeContext node;

  /** Those of a node. */
  public NodeMetrics(NodeContext node) {
    this.node = node;
  }

  /** Whether anybody wants to know. */
  public static boolean areWanted() {
    return log.isInfoEnabled();
  }

  /**
   * Writes a figure.
   *
   * @param event what it is the figure of, {@code duration.millis} say
   * @param messageId the id of the message that it is about
   */
  public void write(String event, String messageId, Number value) {
    if (!areWanted()) {
      return;
    }
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("level", LEVEL);
    line.put("nodeid", node.id());
    line.put("event", "node." + node.type() + "." + event);
    line.put("msgid", messageId);
    line.put("value", value);
    line.put("timestamp", System.currentTimeMillis());
    log.info(MessageJson.text(line));
  }

  /** Milliseconds that have passed since {@link System#nanoTime} was so much. */
  public static double millisSince(long nanos) {
    return Math.round((System.nanoTime() - nanos) / 1_000.0) / 1_000.0;
  }
}
