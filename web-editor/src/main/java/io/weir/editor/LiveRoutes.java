package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.flow.Problem;
import io.weir.engine.live.Hop;
import io.weir.engine.live.KeptMessage;
import io.weir.engine.live.OutputRecord;
import io.weir.engine.live.Recorders;
import io.weir.engine.live.Trace;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.runtime.DeployForecast;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.runtime.PreviewResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a look into running flows gives: the latest messages of an output, the way that one took,
 * sending one by hand, trying a node on one; and what is wrong with flows before they are deployed.
 */
final class LiveRoutes {
  private final FlowRuntime runtime;
  private final DebugEncoding encoding;

  LiveRoutes(FlowRuntime runtime, EditorConfig config) {
    this.runtime = runtime;
    this.encoding = new DebugEncoding(config.debugMaxLength());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/weir/wires/{source*}/{port}", "The latest messages of an output")
            .of(Kind.EDITOR)
            .needs("flows.read")
            .part("source", "The id of a node, inside a subflow after those of the instances")
            .part("port", "Which of its outputs, from 0")
            .answers(200, "How many there were, and the latest", "Wire")
            .refuses(404, "not_found, or not_recorded where that is switched off")
            .by(this::kept),
        Endpoint.get("/weir/path/{id}", "The way that a message took")
            .of(Kind.EDITOR)
            .needs("flows.read")
            .part("id", "The id of the message")
            .answers(200, "Where it was, one after the other", "MessagePath")
            .refuses(404, "not_traced, or not_recorded where that is switched off")
            .by(this::path),
        Endpoint.post("/weir/send", "Sends a message by hand")
            .of(Kind.EDITOR)
            .needs("inject.write")
            .takes("Sending")
            .answers(200, "The id that it got", "Sent")
            .refuses(400, "invalid_request")
            .refuses(404, "not_found, or not_recorded where that is switched off")
            .by(this::send),
        Endpoint.post("/weir/preview", "Tries a node on a message, without its neighbours")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .takes("PreviewRequest")
            .answers(200, "What it would send", "PreviewResult")
            .refuses(400, "invalid_request")
            .refuses(404, "not_found, or not_recorded where that is switched off")
            .by(this::preview),
        Endpoint.post("/weir/check", "What a deploy of flows would find and do, without doing it")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .takes("FlowsOrEnvelope")
            .answers(200, "Problems of nodes, and how many would restart", "FlowCheck")
            .refuses(400, "invalid_request")
            .by(this::check));
  }

  private Recorders recorders() {
    Recorders recorders = runtime.recorders();
    if (recorders == null) {
      throw new ApiFailure(
          404, "not_recorded", "messages are not recorded: editor.live.record is false");
    }
    return recorders;
  }

  private OutputRecord output(String source, @Nullable Object port) {
    OutputRecord record =
        port instanceof Number number
            ? recorders().messages().of(runtime.nodes().idOf(source), number.intValue())
            : null;
    if (record == null) {
      throw new ApiFailure(404, "not_found", "node " + source + " has no output " + port);
    }
    return record;
  }

  private void kept(RoutingContext context) {
    OutputRecord record = output(context.pathParam("source"), number(context.pathParam("port")));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("source", runtime.nodes().nameOf(record.nodeId()));
    answer.put("port", record.output());
    answer.put("count", record.count());
    answer.put("messages", record.kept().stream().map(this::shown).toList());
    Json.send(context, answer);
  }

  private static @Nullable Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Map<String, @Nullable Object> shown(KeptMessage original) {
    KeptMessage kept = original.without(runtime.secrets());
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("number", kept.number());
    shown.put("at", kept.atMillis());
    shown.put("preview", kept.preview());
    Message message = kept.message();
    if (message == null) {
      shown.put("tooLarge", true);
    } else {
      DebugEncoding.Encoded encoded = encoding.encode(message.properties());
      shown.put("id", message.id());
      shown.put("msg", encoded.message());
      shown.put("format", encoded.format());
    }
    return shown;
  }

  private void path(RoutingContext context) {
    String id = context.pathParam("id");
    Trace trace = recorders().traces().of(id);
    if (trace == null) {
      boolean mayBeLeftOut = recorders().traces().leftOutMillis() > 0;
      throw new ApiFailure(
          404,
          "not_traced",
          "the way of message "
              + id
              + " isn't known: it is too old"
              + (mayBeLeftOut ? ", or too many came at once for each to be followed" : ""));
    }
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", id);
    answer.put("source", runtime.nodes().nameOf(trace.sourceId()));
    answer.put("at", trace.startedMillis());
    answer.put("over", trace.isOver());
    answer.put("cut", trace.isCut());
    answer.put("hops", trace.hops().stream().map(this::hop).toList());
    Json.send(context, answer);
  }

  private Map<String, @Nullable Object> hop(Hop.View hop) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("node", runtime.nodes().nameOf(hop.nodeId()));
    shown.put("from", hop.fromStep());
    shown.put("port", hop.fromOutput());
    shown.put("atMs", hop.atMicros() / 1_000.0);
    shown.put("tookMs", hop.tookMicros() < 0 ? null : hop.tookMicros() / 1_000.0);
    shown.put("out", hop.outputs());
    Hop.End end = hop.end();
    shown.put("end", end == null ? null : end.name().toLowerCase(Locale.ROOT));
    String error = hop.error();
    if (error != null) {
      shown.put("error", runtime.secrets().inPreview(error));
    }
    return shown;
  }

  // ---- sending ----

  private void send(RoutingContext context) {
    Map<?, ?> body = object(Json.body(context), "the body");
    Message message =
        body.get("messageRef") == null
            ? message(body.get("message"))
            : again(object(body.get("messageRef"), "messageRef"));
    Future<Boolean> sent;
    if (body.get("target") instanceof String target) {
      sent = runtime.nodes().deliver(runtime.nodes().idOf(target), message);
    } else if (body.get("source") instanceof String source
        && body.get("port") instanceof Number port) {
      sent = runtime.nodes().sendFrom(runtime.nodes().idOf(source), port.intValue(), message);
    } else {
      throw new ApiFailure(
          400, "invalid_request", "say where to: target, or source and port, of a node that runs");
    }
    sent.onSuccess(
            isThere -> {
              if (isThere) {
                Json.send(context, Map.of("id", message.id()));
              } else {
                ApiError.send(context, 404, "not_found", "no node like that runs");
              }
            })
        .onFailure(context::fail);
  }

  private static Map<?, ?> object(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw new ApiFailure(400, "invalid_request", what + " must be an object");
  }

  private static Message message(@Nullable Object value) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    object(value, "message").forEach((key, item) -> properties.put(String.valueOf(key), item));
    return Message.of(properties).withId();
  }

  /** A kept message, to be sent again as a new one. */
  private Message again(Map<?, ?> reference) {
    OutputRecord record = output(String.valueOf(reference.get("source")), reference.get("port"));
    long number = reference.get("number") instanceof Number wanted ? wanted.longValue() : -1;
    for (KeptMessage kept : record.kept()) {
      Message message = kept.message();
      if (kept.number() == number && message != null) {
        return message.with(Message.ID, MessageIds.next());
      }
    }
    throw new ApiFailure(
        404, "not_found", "message " + reference.get("number") + " is not kept any more");
  }

  // ---- trying ----

  private void preview(RoutingContext context) {
    Map<?, ?> body = object(Json.body(context), "the body");
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    object(body.get("node"), "node").forEach((key, value) -> node.put(String.valueOf(key), value));
    Message message =
        body.get("messageRef") == null
            ? message(body.get("message"))
            : again(object(body.get("messageRef"), "messageRef"));
    runtime
        .preview(node, message)
        .onSuccess(result -> Json.send(context, result(result)))
        .onFailure(context::fail);
  }

  private Map<String, @Nullable Object> result(PreviewResult result) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("over", result.isOver());
    answer.put(
        "outputs",
        result.outputs().stream().map(sent -> sent.stream().map(this::shown).toList()).toList());
    answer.put("log", new SandboxLog(runtime, encoding).shown(result.log()));
    return answer;
  }

  private void check(RoutingContext context) {
    Json.bodyApart(
            context,
            body -> {
              Object flows = body instanceof Map<?, ?> object ? object.get("flows") : body;
              if (!(flows instanceof List<?>)) {
                throw new ApiFailure(400, "invalid_request", "flows must be an array");
              }
              return checked(FlowReader.ofValue(flows));
            })
        .onSuccess(answer -> Json.send(context, answer))
        .onFailure(context::fail);
  }

  private Map<String, Object> checked(FlowDocument flows) {
    List<Problem> problems = runtime.check(flows);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("problems", ApiError.problems(problems));
    if (problems.stream().noneMatch(Problem::isFatal)) {
      Set<String> withCredentials =
          flows.entries().stream()
              .filter(entry -> entry.raw().get("credentials") != null)
              .map(FlowEntry::id)
              .collect(Collectors.toSet());
      DeployForecast forecast = runtime.forecast(flows, withCredentials);
      answer.put(
          "deploy",
          Map.of(
              "restarts", forecast.restarts(),
              "starts", forecast.starts(),
              "ends", forecast.ends(),
              "goOn", forecast.goOn()));
    }
    return answer;
  }
}
