package io.weir.engine.runtime;

import io.weir.engine.event.EventHub;
import io.weir.engine.event.RuntimeStateChanged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients whether flows run, in Node-RED's words.
 *
 * @threads any
 */
record StateNotices(EventHub events) {

  void started(boolean byDeploy) {
    state("start", byDeploy);
  }

  void stopped(boolean byDeploy) {
    state("stop", byDeploy);
  }

  private void state(String word, boolean byDeploy) {
    if (byDeploy) {
      tell("state", word, "deploy", true);
    } else {
      tell("state", word);
    }
  }

  void safe() {
    tell(
        "state",
        "safe",
        "error",
        "safe-mode",
        "type",
        "warning",
        "text",
        "notification.warnings.safe-mode");
  }

  /** Some types are missing. */
  void missing(List<String> types, RuntimeState state) {
    tell(
        "state",
        state.word(),
        "error",
        "missing-types",
        "type",
        "warning",
        "text",
        "notification.warnings.missing-types",
        "types",
        types);
  }

  void credentialsLost() {
    tell(
        "type",
        "warning",
        "error",
        "credentials_load_failed",
        "text",
        "notification.warnings.credentials_load_failed_reset");
  }

  private void tell(Object... pairs) {
    Map<String, @Nullable Object> notification = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      notification.put((String) pairs[i], pairs[i + 1]);
    }
    events.publish(new RuntimeStateChanged(notification));
  }
}
