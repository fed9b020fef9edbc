package io.weir.editor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.MessageJson;
import io.weir.engine.messagetest.Difference;
import io.weir.engine.messagetest.MessageTest;
import io.weir.engine.messagetest.MessageTestException;
import io.weir.engine.messagetest.MessageTestFile;
import io.weir.engine.messagetest.MessageTestReader;
import io.weir.engine.messagetest.MessageTestResult;
import io.weir.engine.messagetest.OutputResult;
import io.weir.engine.messagetest.Recording;
import io.weir.engine.messagetest.RecordingControl;
import io.weir.engine.node.NodeException;
import io.weir.engine.runtime.FlowRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /weir/tests}: tests made of messages; recording them, keeping them, running them. */
final class TestRoutes {
  private static final int MOST_BYTES = 5_000_000;
  private static final int USUAL_SECONDS = 10;
  private static final int MOST_SECONDS = 60;
  private static final int MOST_MESSAGES = 20;
  private static final int LONGEST_ID = 64;

  private final Vertx vertx;
  private final FlowRuntime runtime;
  private final MessageTestFile file;
  private final SandboxLog log;
  private final Map<String, RecordingControl> recordings = new ConcurrentHashMap<>();

  TestRoutes(Vertx vertx, FlowRuntime runtime, EditorConfig config) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.file = new MessageTestFile(config.userDir());
    this.log = new SandboxLog(runtime, new DebugEncoding(config.debugMaxLength()));
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/weir/tests", "The tests made of messages")
            .of(Kind.EDITOR)
            .needs("flows.read")
            .answers(200, "All tests, with an ETag", "MessageTests")
            .by(this::get),
        Endpoint.put("/weir/tests", "Replaces all tests made of messages")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .header("If-Match", "The ETag of the tests that they replace")
            .takes("MessageTests")
            .answers(204, "Kept")
            .refuses(400, "invalid_test, naming the test and the field; invalid_request")
            .refuses(412, "tests_mismatch: somebody else has changed them")
            .refuses(413, "too_large: more than 5 MB")
            .by(this::put),
        Endpoint.post("/weir/tests/record", "Makes a test of the messages that pass from now on")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .saying("It is not kept before it is put with the others.")
            .takes("RecordingRequest")
            .answers(200, "The test, and what is missing in it", "RecordedTest")
            .refuses(400, "invalid_request; flows_changed: a deploy came in between")
            .refuses(404, "not_found, or not_recorded where that is switched off")
            .refuses(429, "busy: others are recorded")
            .by(this::record),
        Endpoint.get("/weir/tests/record/{id}", "How far a recording is that is going on")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .part("id", "The id that its client gave to it")
            .answers(200, "How many messages have come in so far", "RecordingProgress")
            .refuses(404, "not_found: no such recording is going on")
            .by(this::progress),
        Endpoint.post("/weir/tests/record/{id}/stop", "Ends a recording with what has come so far")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .part("id", "The id that its client gave to it")
            .answers(204, "It will end; the call that started it answers with the test")
            .refuses(404, "not_found: no such recording is going on")
            .by(this::stop),
        Endpoint.post("/weir/tests/run", "Runs tests made of messages, apart from what runs")
            .of(Kind.EDITOR)
            .needs("flows.write")
            .takes("MessageTestRun")
            .answers(200, "How each of them went", "MessageTestResults")
            .answers(400, "invalid_request, or what is wrong with the flows", "DeployError")
            .refuses(404, "not_found: no test has that id")
            .refuses(429, "busy: others are run")
            .by(this::run));
  }

  // ---- keeping ----

  private void get(RoutingContext context) {
    vertx
        .executeBlocking(() -> MessageTestFile.text(file.read()))
        .onSuccess(
            text -> {
              context
                  .response()
                  .putHeader(HttpHeaders.ETAG, EntityTag.of(text))
                  .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
              Json.end(context, text);
            })
        .onFailure(context::fail);
  }

  private void put(RoutingContext context) {
    if (context.body().length() > MOST_BYTES) {
      throw new ApiFailure(413, "too_large", "tests may have 5 MB");
    }
    List<MessageTest> tests = read(Json.body(context));
    @Nullable String expected = context.request().getHeader(HttpHeaders.IF_MATCH);
    vertx
        .executeBlocking(
            () ->
                file.replace(
                    tests, there -> expected == null || expected.equals(EntityTag.of(there))))
        .onSuccess(
            isKept -> {
              if (isKept) {
                context
                    .response()
                    .putHeader(HttpHeaders.ETAG, EntityTag.of(MessageTestFile.text(tests)));
                Answers.nothing(context);
              } else {
                ApiError.send(
                    context,
                    412,
                    "tests_mismatch",
                    "somebody else has changed the tests; read them again");
              }
            })
        .onFailure(context::fail);
  }

  private static List<MessageTest> read(@Nullable Object body) {
    try {
      return MessageTestReader.read(body);
    } catch (MessageTestException e) {
      throw new ApiFailure(400, "invalid_test", String.valueOf(e.getMessage()));
    }
  }

  // ---- recording ----

  private void record(RoutingContext context) {
    Map<?, ?> body = object(Json.body(context), "the body");
    Map<?, ?> scope = object(body.get("scope"), "scope");
    if (!(scope.get("flow") instanceof String flowId)) {
      throw invalid("scope.flow must be the id of a flow");
    }
    List<String> nodes = scope.get("nodes") == null ? null : texts(scope, "nodes", "scope.");
    double seconds = number(body, "seconds", USUAL_SECONDS, MOST_SECONDS);
    int messages = (int) number(body, "messages", MOST_MESSAGES, MOST_MESSAGES);
    Duration longest = Duration.ofMillis((long) (seconds * 1_000));
    String id = recordingId(body);
    RecordingControl control = new RecordingControl();
    if (recordings.putIfAbsent(id, control) != null) {
      throw invalid("id must not be that of a recording that is going on");
    }
    answer(
        context,
        gone ->
            runtime
                .tests()
                .record(flowId, nodes, longest, messages, control, gone)
                .onComplete(ended -> recordings.remove(id))
                .map(TestRoutes::recorded));
  }

  private static String recordingId(Map<?, ?> body) {
    Object id = body.get("id");
    if (id == null) {
      return MessageIds.next();
    }
    if (id instanceof String text && !text.isBlank() && text.length() <= LONGEST_ID) {
      return text;
    }
    throw invalid("id must be a text of 1 to " + LONGEST_ID + " characters");
  }

  private RecordingControl recording(RoutingContext context) {
    @Nullable RecordingControl control = recordings.get(context.pathParam("id"));
    if (control == null) {
      throw new ApiFailure(404, "not_found", "no recording of that id is going on");
    }
    return control;
  }

  private void progress(RoutingContext context) {
    Json.end(context, MessageJson.text(Map.of("inputs", recording(context).inputs())));
  }

  private void stop(RoutingContext context) {
    recording(context).stop();
    Answers.nothing(context);
  }

  private static Map<String, ?> recorded(Recording recording) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("test", recording.test().asJson());
    answer.put("incomplete", recording.incomplete());
    return answer;
  }

  /** Answers with what comes, which may take its time; nobody works for a client that has gone. */
  private static void answer(RoutingContext context, Function<Future<?>, Future<?>> work) {
    Promise<Void> gone = Promise.promise();
    context.response().closeHandler(closed -> gone.tryComplete());
    work.apply(gone.future())
        .onSuccess(
            result -> {
              if (!gone.future().isComplete()) {
                Json.end(context, MessageJson.text(result));
              }
            })
        .onFailure(
            why -> {
              if (!gone.future().isComplete()) {
                context.fail(why instanceof NodeException refused ? failure(refused) : why);
              }
            });
  }

  private static ApiFailure failure(NodeException refused) {
    String code = refused.code() == null ? "unexpected_error" : refused.code();
    int status =
        switch (code) {
          case "not_found", "not_recorded" -> 404;
          case "busy" -> 429;
          default -> 400;
        };
    return new ApiFailure(status, code, String.valueOf(refused.getMessage()));
  }

  // ---- running ----

  private void run(RoutingContext context) {
    Object given = Json.body(context);
    Map<?, ?> body = given == null ? Map.of() : object(given, "the body");
    List<String> ids = body.get("tests") == null ? null : texts(body, "tests", "");
    FlowDocument edited = null;
    if (body.get("flows") instanceof List<?> flows) {
      edited = FlowReader.ofValue(flows);
    } else if (body.get("flows") != null) {
      throw invalid("flows must be an array");
    }
    FlowDocument flows = edited;
    answer(
        context,
        gone ->
            vertx
                .executeBlocking(() -> chosen(file.read(), ids))
                .compose(tests -> runtime.tests().run(tests, flows, gone))
                .map(this::results));
  }

  private static List<MessageTest> chosen(List<MessageTest> all, @Nullable List<String> ids) {
    if (ids == null) {
      return all;
    }
    Map<String, MessageTest> byId = new HashMap<>();
    all.forEach(test -> byId.put(test.id(), test));
    List<MessageTest> chosen = new ArrayList<>();
    for (String id : ids) {
      MessageTest test = byId.get(id);
      if (test == null) {
        throw new ApiFailure(404, "not_found", "no test has the id " + id);
      }
      chosen.add(test);
    }
    return chosen;
  }

  private Map<String, ?> results(List<MessageTestResult> results) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", results.stream().allMatch(MessageTestResult::isOk));
    answer.put("results", results.stream().map(this::result).toList());
    return answer;
  }

  private Map<String, @Nullable Object> result(MessageTestResult result) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", result.id());
    shown.put("name", result.name());
    shown.put("ok", result.isOk());
    shown.put("ran", result.hasRun());
    if (result.problem() != null) {
      shown.put("problem", result.problem());
    }
    shown.put("outputs", result.outputs().stream().map(TestRoutes::output).toList());
    shown.put("log", log.shown(result.log()));
    return shown;
  }

  private static Map<String, @Nullable Object> output(OutputResult output) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("node", output.nodeId());
    shown.put("port", output.output());
    shown.put("differences", output.differences().stream().map(Difference::asJson).toList());
    if (output.furtherDifferences() > 0) {
      shown.put("further", output.furtherDifferences());
    }
    return shown;
  }

  // ---- reading bodies ----

  private static ApiFailure invalid(String text) {
    return new ApiFailure(400, "invalid_request", text);
  }

  private static Map<?, ?> object(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw invalid(what + " must be an object");
  }

  private static List<String> texts(Map<?, ?> body, String key, String place) {
    if (body.get(key) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw invalid(place + key + " must be a list of ids");
  }

  private static double number(Map<?, ?> body, String key, double usual, double most) {
    Object value = body.get(key);
    if (value == null) {
      return usual;
    }
    if (value instanceof Number number
        && number.doubleValue() > 0
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw invalid(key + " must be more than 0 and at most " + (int) most);
  }
}
