package io.weir.app.log;

import io.vertx.core.Vertx;
import io.weir.engine.message.MessageJson;
import io.weir.nodes.support.NodeMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes at times how much memory is used, in Node-RED's words. */
public final class MemoryLog {
  private static final Logger log = LoggerFactory.getLogger(NodeMetrics.LOGGER);
  private static final Path RESIDENT = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4_096;

  private MemoryLog() {}

  /** Writes such a line at intervals from now on, if metrics are asked for. */
  public static void start(Vertx vertx, LogConfig config) {
    if (config.metrics()) {
      vertx.setPeriodic(
          config.metricsSeconds() * 1_000L, timer -> vertx.executeBlocking(MemoryLog::write));
    }
  }

  private static boolean write() {
    Runtime memory = Runtime.getRuntime();
    if (Files.isReadable(RESIDENT)) {
      write("runtime.memory.rss", residentBytes());
    }
    write("runtime.memory.heapTotal", memory.totalMemory());
    write("runtime.memory.heapUsed", memory.totalMemory() - memory.freeMemory());
    return true;
  }

  private static long residentBytes() {
    try {
      return Long.parseLong(Files.readString(RESIDENT).split(" ", -1)[1]) * PAGE_BYTES;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void write(String event, long value) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("level", NodeMetrics.LEVEL);
    line.put("event", event);
    line.put("value", value);
    line.put("timestamp", System.currentTimeMillis());
    log.info(MessageJson.text(line));
  }
}
