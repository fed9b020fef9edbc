package io.weir.nodes.function.script;

import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.MessageIds;
import io.weir.engine.message.PropertyPath;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.ValueSource;
import io.weir.nodes.common.Inspector;
import io.weir.nodes.common.Statuses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a script can ask of the host: the functions behind the names of its sandbox. */
final class NodeFunctions {
  private static final Logger log = LoggerFactory.getLogger("weir.console");

  private final NodeContext node;
  private final GraalScript script;
  private final Map<String, Object> functions = new HashMap<>();

  NodeFunctions(NodeContext node, ScriptProgram program, GraalScript script) {
    this.node = node;
    this.script = script;
    functions.put("id", node.id());
    functions.put("name", node.name());
    functions.put("path", node.path());
    functions.put("outputs", program.outputs());
    addCalls();
    addNode();
    addVariables();
    addTimers();
    addUtilities();
    ByteFunctions.addTo(functions);
    NodeModules.addTo(this::add);
  }

  Map<String, Object> all() {
    return functions;
  }

  /** Adds a function; what it throws appears in the script as an Error. */
  private void add(String name, Function<Value[], @Nullable Object> function) {
    functions.put(
        name,
        (ProxyExecutable)
            in -> {
              try {
                return function.apply(in);
              } catch (org.graalvm.polyglot.PolyglotException e) {
                throw e;
              } catch (RuntimeException e) {
                throw script.guest().raise(e);
              }
            });
  }

  private static ScriptCall call(Value handle) {
    return ((HostRef.Call) handle.asProxyObject()).call;
  }

  private @Nullable Object read(Value value) {
    return script.reader().read(value);
  }

  private void addCalls() {
    add(
        "send",
        in -> {
          call(in[0]).send(read(in[1]));
          return null;
        });
    add(
        "done",
        in -> {
          call(in[0]).done(read(in[1]), () -> message(read(in[2])));
          return null;
        });
    add(
        "accept",
        in -> {
          Value message = in[2];
          call(in[0])
              .returned(
                  read(in[1]), read(message.getMember(Message.ID)), () -> message(read(message)));
          return null;
        });
    add(
        "fail",
        in -> {
          script.thrown(call(in[0]), in[1], read(in[2]));
          return null;
        });
    add(
        "linkCall",
        in -> {
          Message message = message(read(in[1]));
          if (message == null) {
            throw new NodeException("link call msg parameter is not valid, expected an object");
          }
          script.linkCalls().call(in[0].asString(), message, (long) in[2].asDouble(), in[3], in[4]);
          return null;
        });
  }

  private void addNode() {
    add(
        "report",
        in -> {
          Object value = read(in[1]);
          switch (in[0].asString()) {
            case "error" -> node.error(value == Undefined.VALUE ? "" : value, message(read(in[2])));
            case "warn" -> node.warn(value);
            case "log" -> node.log(value);
            case "debug" -> node.debug(value);
            default -> node.trace(value);
          }
          return null;
        });
    add(
        "status",
        in -> {
          script.usedStatus();
          node.status(Statuses.of(read(in[0])));
          return null;
        });
    add(
        "onClose",
        in -> {
          script.onClose(in[0]);
          return null;
        });
    add("env", in -> script.writer().write(node.env(script.guest().asText(in[0]))));
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Message message(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? Message.of((Map<String, Object>) map) : null;
  }

  private void addVariables() {
    add(
        "contextGet",
        in -> script.variables().get(in[0].asString(), key(in[1]), VariableAccess.storeOf(in[2])));
    add(
        "contextSet",
        in -> {
          script
              .variables()
              .set(in[0].asString(), key(in[1]), in[2], VariableAccess.storeOf(in[3]));
          return null;
        });
    add(
        "contextKeys",
        in ->
            script
                .writer()
                .write(script.variables().keys(in[0].asString(), VariableAccess.storeOf(in[1]))));
  }

  private static String key(Value key) {
    if (!key.isString() || key.asString().isEmpty()) {
      throw new NodeException("Invalid context key");
    }
    return key.asString();
  }

  private void addTimers() {
    add(
        "startTimer",
        in -> {
          long milliseconds = (long) in[0].asDouble();
          Value callback = in[2];
          Runnable action = () -> script.later(callback::executeVoid);
          return new HostRef.Timer(
              in[1].asBoolean()
                  ? node.every(milliseconds, action)
                  : node.after(milliseconds, action));
        });
    add(
        "stopTimer",
        in -> {
          ((HostRef.Timer) in[0].asProxyObject()).timer.cancel();
          return null;
        });
  }

  private void addUtilities() {
    add(
        "write",
        in -> {
          String text = in[1].asString();
          switch (in[0].asString()) {
            case "error" -> log.error("{}: {}", node.id(), text);
            case "warn" -> log.warn("{}: {}", node.id(), text);
            case "debug" -> log.debug("{}: {}", node.id(), text);
            default -> log.info("{}: {}", node.id(), text);
          }
          return null;
        });
    add("inspect", in -> Inspector.text(read(in[0]), (int) Math.min(1_000, in[1].asDouble())));
    add("generateId", in -> MessageIds.next());
    add("pathSteps", in -> steps(in[0].asString()));
    add(
        "evaluate",
        in ->
            script
                .writer()
                .write(
                    ValueSource.of(read(in[0]), in[1].asString())
                        .evaluate(in.length > 2 ? message(read(in[2])) : null, node)));
    add(
        "compileExpression",
        in -> {
          node.expressions().compile(in[0].asString());
          return null;
        });
  }

  /** The steps of a path: names, numbers, and in an array of its own the text of a nested path. */
  private @Nullable Object steps(String path) {
    List<Object> steps = new ArrayList<>();
    for (Object step : PropertyPath.of(path).steps()) {
      steps.add(
          step instanceof PropertyPath nested
              ? List.of(nested.toString())
              : step instanceof Integer index ? (Object) (long) index : step);
    }
    return script.writer().write(steps);
  }

  /** An error as the log shows it. */
  static Object loggable(NodeException error) {
    return error.value() instanceof ErrorValue value ? value : String.valueOf(error.getMessage());
  }
}
