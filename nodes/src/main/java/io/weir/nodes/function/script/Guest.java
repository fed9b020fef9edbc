package io.weir.nodes.function.script;

import io.weir.engine.node.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * One sandbox: a context of the JavaScript engine, and the functions in it that we call.
 *
 * @threads one at a time
 */
final class Guest {
  /** The line of our own in front of user code. */
  private static final int LINES_BEFORE = 1;

  /**
   * Nothing of the host is within reach, but that a script may copy the bytes of a buffer which we
   * hand it.
   */
  private static final HostAccess ACCESS =
      HostAccess.newBuilder(HostAccess.NONE).allowBufferAccess(true).build();

  private static final Map<String, Source> OURS = new ConcurrentHashMap<>();

  final Context context;
  final String title;
  private final Pattern userLine;
  private final Value api;

  final Value array;
  final Value object;
  final Value put;
  final Value push;
  final Value pairs;
  final Value bytes;
  final Value date;
  final Value bigint;
  final Value map;
  final Value set;
  final Value regexp;
  final Value error;
  final Value entriesOf;
  final Value hasOwn;
  final Value numberer;
  final Value undefined;
  private final Value isBigInt;
  private final Value kindOf;
  private final Value raise;
  private final Value asText;
  private final Value json;

  Guest(Engine engine, String title, Map<String, Object> hostFunctions) {
    this.title = title;
    userLine = Pattern.compile(Pattern.quote(title) + ":(\\d+):(\\d+)");
    context = closedOff(engine);
    hostFunctions.put("load", (ProxyExecutable) names -> load(names[0].asString()));
    api = load("sandbox").execute(ProxyObject.fromMap(hostFunctions));
    array = api.getMember("array");
    object = api.getMember("object");
    put = api.getMember("put");
    push = api.getMember("push");
    pairs = api.getMember("pairs");
    bytes = api.getMember("bytes");
    date = api.getMember("date");
    bigint = api.getMember("bigint");
    map = api.getMember("map");
    set = api.getMember("set");
    regexp = api.getMember("regexp");
    error = api.getMember("error");
    entriesOf = api.getMember("entriesOf");
    hasOwn = api.getMember("hasOwn");
    numberer = api.getMember("numberer");
    undefined = api.getMember("hole");
    isBigInt = api.getMember("isBigInt");
    kindOf = api.getMember("kindOf");
    raise = api.getMember("raise");
    asText = api.getMember("asText");
    json = api.getMember("json");
  }

  /** A context that nothing leads out of. All of an engine must be alike, or it refuses them. */
  static Context closedOff(Engine engine) {
    return Context.newBuilder("js")
        .engine(engine)
        .allowHostAccess(ACCESS)
        .allowIO(IOAccess.NONE)
        .allowPolyglotAccess(PolyglotAccess.NONE)
        .allowExperimentalOptions(true)
        .option("js.load", "false")
        .option("js.print", "false")
        .option("js.console", "false")
        .option("js.graal-builtin", "false")
        .option("js.polyglot-builtin", "false")
        .option("js.shared-array-buffer", "true")
        .build();
  }

  /** A function or value of the sandbox's own code. */
  Value api(String name) {
    return api.getMember(name);
  }

  private Value load(String part) {
    return context.eval(OURS.computeIfAbsent(part, Guest::read));
  }

  private static Source read(String part) {
    String file = part + ".js";
    try (InputStream in = Objects.requireNonNull(Guest.class.getResourceAsStream(file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Source.newBuilder("js", text, "weir:" + file).internal(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Evaluates code of ours; the same text is parsed once for all sandboxes. */
  Value evaluate(String name, String code) {
    return context.eval(
        Source.newBuilder("js", code, "weir:" + name).internal(true).buildLiteral());
  }

  /**
   * Compiles user code into a function.
   *
   * @param code the body
   * @param parameters the function's parameters
   * @param part what the code is called in messages about its syntax
   * @param where what stack traces call it
   * @throws NodeException saying line and reason, if the code can't be parsed
   */
  Value compile(String code, String parameters, String part, String where) {
    try {
      return context.eval(source(code, parameters, where));
    } catch (PolyglotException e) {
      throw refused(e, part, where);
    }
  }

  /**
   * Reads user code without running anything, in a context that may be any. The engine remembers
   * what it has read, so that compiling the same code later costs less.
   *
   * @throws NodeException as {@link #compile}
   */
  static void check(Context context, String code, String parameters, String part, String where) {
    try {
      context.parse(source(code, parameters, where));
    } catch (PolyglotException e) {
      throw refused(e, part, where);
    }
  }

  private static Source source(String code, String parameters, String where) {
    // A function that never waits is better off as a plain one: no promise, no extra turn.
    String async = code.contains("await") ? "async " : "";
    String text = "(" + async + "function (" + parameters + ") {\n" + code + "\n})";
    return Source.newBuilder("js", text, where).buildLiteral();
  }

  private static RuntimeException refused(PolyglotException e, String part, String where) {
    return e.isSyntaxError() ? new NodeException(syntaxError(e, part, where)) : e;
  }

  private static String syntaxError(PolyglotException e, String part, String where) {
    String text = String.valueOf(e.getMessage());
    // The engine says "SyntaxError: <where>:<line>:<column> <reason>", then shows the line.
    Matcher shape =
        Pattern.compile("(\\w+): " + Pattern.quote(where) + ":(\\d+):\\d+ ([^\\n]*)(?s:.*)")
            .matcher(text);
    if (shape.matches()) {
      int line = Math.max(1, Integer.parseInt(shape.group(2)) - LINES_BEFORE);
      return shape.group(1) + ": " + shape.group(3) + " (" + part + ":line " + line + ")";
    }
    int line =
        e.getSourceLocation() == null ? 1 : e.getSourceLocation().getStartLine() - LINES_BEFORE;
    return text.lines().findFirst().orElse("SyntaxError")
        + " ("
        + part
        + ":line "
        + Math.max(1, line)
        + ")";
  }

  /** A stack trace with its lines as the user counts them, without what is ours. */
  String userStack(String stack) {
    StringBuilder text = new StringBuilder();
    for (String line : stack.split("\n", -1)) {
      if (!line.contains("weir:")) {
        text.append(text.length() == 0 ? "" : "\n").append(shifted(line));
      }
    }
    return text.toString();
  }

  private String shifted(String line) {
    return userLine
        .matcher(line)
        .replaceAll(
            at ->
                Matcher.quoteReplacement(
                    title
                        + ":"
                        + (Integer.parseInt(at.group(1)) - LINES_BEFORE)
                        + ":"
                        + at.group(2)));
  }

  /**
   * Where in the user's code a stack trace that is in the user's lines begins; empty if nowhere.
   */
  String place(String stack) {
    Matcher at = userLine.matcher(stack);
    return at.find() ? "(line " + at.group(1) + ", col " + at.group(2) + ")" : "";
  }

  boolean owns(Value value) {
    return value.getContext().equals(context);
  }

  boolean isBigInt(Value value) {
    return isBigInt.execute(value).asBoolean();
  }

  String kindOf(Value value) {
    return kindOf.execute(value).asString();
  }

  String asText(Value value) {
    return asText.execute(value).asString();
  }

  /** JSON text of a value; {@code undefined} where there is none. */
  String json(Value value) {
    Value text = json.execute(value);
    return text.isString() ? text.asString() : "undefined";
  }

  /**
   * Lets an error of ours appear in the script as one of its own.
   *
   * @return never; declared so that callers can say {@code throw}
   */
  RuntimeException raise(RuntimeException cause) {
    String code = cause instanceof NodeException expected ? expected.code() : null;
    raise.executeVoid("Error", String.valueOf(cause.getMessage()), code);
    return new IllegalStateException("a script's error did not arrive", cause);
  }
}
