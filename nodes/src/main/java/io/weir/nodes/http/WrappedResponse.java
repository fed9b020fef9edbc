package io.weir.nodes.http;

import io.weir.engine.message.HostMethod;
import io.weir.engine.message.HostObject;
import io.weir.engine.message.Undefined;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code msg.res}: the answer, for a http response node. Functions that answer by themselves find
 * it in {@code msg.res._res}; the methods here are of old, and say so.
 */
final class WrappedResponse implements HostObject {
  private static final Set<String> OLD =
      Set.of(
          "append",
          "attachment",
          "cookie",
          "clearCookie",
          "download",
          "end",
          "format",
          "get",
          "json",
          "jsonp",
          "links",
          "location",
          "redirect",
          "render",
          "send",
          "sendfile",
          "sendFile",
          "sendStatus",
          "set",
          "status",
          "type",
          "vary");

  private final FlowResponse response;
  private final LiveResponse live;
  private final Consumer<String> warn;

  /**
   * An answer.
   *
   * @param warn takes warnings, from any thread
   */
  WrappedResponse(FlowResponse response, Consumer<String> warn) {
    this.response = response;
    this.live = new LiveResponse(response);
    this.warn = warn;
  }

  /** The answer as nodes make it. */
  FlowResponse response() {
    return response;
  }

  @Override
  public List<String> memberNames() {
    return List.of("_res");
  }

  @Override
  public @Nullable Object member(String name) {
    if (name.equals("_res")) {
      return live.value();
    }
    HostMethod method = OLD.contains(name) ? live.method(name) : null;
    if (method == null) {
      return Undefined.VALUE;
    }
    HostMethod warning =
        arguments -> {
          warn.accept("Deprecated call to msg.res." + name);
          return method.call(arguments);
        };
    return warning.asValue();
  }
}
