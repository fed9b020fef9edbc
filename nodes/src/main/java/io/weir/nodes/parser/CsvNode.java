package io.weir.nodes.parser;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.number;
import static io.weir.engine.node.Property.text;

import io.vertx.core.Future;
import io.weir.engine.message.ErrorValue;
import io.weir.engine.message.Message;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.NodeType.Category;
import io.weir.engine.node.NodeType.Kind;
import io.weir.engine.node.Outputs;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.engine.node.Rule;
import io.weir.engine.node.Status;
import io.weir.nodes.support.Handover;
import io.weir.nodes.support.Helps;
import io.weir.nodes.support.InTurn;
import io.weir.nodes.support.Outcome;
import io.weir.nodes.support.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Converts between CSV text and objects. */
public final class CsvNode implements Node {
  private static final String MALFORMED_TEMPLATE = "Malformed columns template.";
  private static final String RFC = "rfc";
  private static final String LEGACY = "";
  private static final String UNSUPPORTED = "This node only handles CSV strings or js objects.";

  private static final Property<String> TEMPLATE =
      text("temp")
          .label("Columns")
          .hint("Names, separated by commas; an empty one leaves its column out.")
          .defaultsTo("");
  private static final Property<String> SEPARATOR =
      text("sep")
          .label("Separator")
          .hint("One or two characters; \\t is a tab.")
          .suggestions(",", "\\t", " ", ";", ":", "#")
          .defaultsTo(",")
          .rule(Rule.matches("\\\\[tnr]|.{1,2}", "must be one or two characters"));
  private static final Property<String> PARSER =
      choice(
              "spec",
              Option.of(RFC, "RFC 4180"),
              new Option(LEGACY, "legacy", "As flows from before Node-RED 4 have it."))
          .label("Parser")
          .defaultsTo(RFC)
          .ifAbsent(LEGACY);
  private static final Property<Double> SKIPPED =
      number("skip")
          .label("From text: skip lines at the start")
          .storedAsText()
          .defaultsTo("0")
          .rule(Rule.atLeast(0));
  private static final Property<Boolean> HEADER_IN =
      flag("hdrin").label("From text: the first row names the columns").defaultsTo("");
  private static final Property<Boolean> NUMBERS =
      flag("strings").label("From text: read numbers").defaultsTo(true);
  private static final Property<Boolean> EMPTY_TEXTS =
      flag("include_empty_strings").label("From text: keep empty texts").defaultsTo("");
  private static final Property<Boolean> NULLS =
      flag("include_null_values").label("From text: null for missing values").defaultsTo("");
  private static final Property<String> OUTPUT =
      choice(
              "multi",
              Option.of("one", "a message for each row"),
              Option.of("mult", "one message with an array"))
          .label("From text: send")
          .defaultsTo("one");
  private static final Property<String> HEADER_OUT =
      choice(
              "hdrout",
              Option.of("none", "never"),
              Option.of("all", "always"),
              Option.of("once", "once, until msg.reset"))
          .label("To text: write the names of the columns")
          .defaultsTo("none")
          .readAs(false, "none")
          .readAs(true, "all");
  private static final Property<String> RFC_LINE_END = lineEnd().shownWhen("spec", RFC);
  private static final Property<String> LEGACY_LINE_END =
      lineEnd().ifAbsent("\\n").hiddenWhen("spec", RFC);

  private static Property<String> lineEnd() {
    return choice(
            "ret",
            Option.of("\\r\\n", "Windows (\\r\\n)"),
            Option.of("\\n", "Linux (\\n)"),
            Option.of("\\r", "Mac (\\r)"))
        .label("To text: lines end as on")
        .defaultsTo("\\r\\n");
  }

  /**
   * The type.
   *
   * @param mostBuffered messages that wait while an earlier one is handed over
   */
  public static NodeType type(int mostBuffered) {
    return NodeType.named("csv")
        .category(Category.PARSER)
        .kind(Kind.CHANGE)
        .color("#DEBD5C")
        .icon("parser-csv.svg")
        .purpose("CSV text to objects, back")
        .summary("{temp}")
        .synonyms("parse", "stringify", "convert", "table", "spreadsheet", "comma", "rows")
        .inputs(1)
        .outputs(1)
        .preview()
        .help(Helps.of(CsvNode.class, "csv"))
        .properties(
            TEMPLATE,
            SEPARATOR,
            PARSER,
            SKIPPED,
            HEADER_IN,
            NUMBERS,
            EMPTY_TEXTS,
            NULLS,
            OUTPUT,
            HEADER_OUT,
            RFC_LINE_END,
            LEGACY_LINE_END)
        .create((config, context) -> new CsvNode(config, context, mostBuffered));
  }

  private final NodeContext context;
  private final CsvFormat format;
  private final CsvReader reader;
  private final CsvWriter writer;
  private final boolean sendsArrays;
  private final boolean rereadsHeaders;
  private final CsvSequences sequences = new CsvSequences();
  private final InTurn turns;
  // Null if it is malformed; empty if there is none.
  private final @Nullable List<String> template;
  // Of the message before, unless there is a template.
  private List<String> names;

  private CsvNode(NodeConfig config, NodeContext context, int mostBuffered) {
    this.context = context;
    boolean isRfc = config.get(PARSER).equals(RFC);
    String lineEnd = config.get(isRfc ? RFC_LINE_END : LEGACY_LINE_END);
    format = CsvFormat.of(isRfc, config.get(SEPARATOR), lineEnd);
    double skipped = config.get(SKIPPED);
    reader =
        new CsvReader(
            format,
            skipped > 0 ? (long) skipped : 0,
            Boolean.TRUE.equals(config.raw("hdrin")),
            config.get(NUMBERS),
            config.get(EMPTY_TEXTS),
            config.get(NULLS));
    writer = new CsvWriter(context, format, CsvWriter.Header.of(config.get(HEADER_OUT)));
    sendsArrays = !config.get(OUTPUT).equals("one");
    rereadsHeaders = config.get(OUTPUT).equals("mult");
    turns = new InTurn("csv", mostBuffered);
    template = template(config.get(TEMPLATE));
    names = template == null ? List.of() : template;
  }

  private @Nullable List<String> template(String written) {
    try {
      return format.names(written);
    } catch (NodeException e) {
      return null;
    }
  }

  @Override
  public Future<Void> start() {
    if (template == null) {
      context.warn(MALFORMED_TEMPLATE);
      context.status(Status.of("red", "dot", MALFORMED_TEMPLATE));
    }
    return Node.done();
  }

  @Override
  public Future<Void> receive(Message message, Outputs out) {
    List<String> configured = template;
    if (configured == null) {
      return Outcome.dropped();
    }
    // Arrays are sent at once, so there is nothing that later messages could overtake.
    return sendsArrays
        ? convert(message, configured, out)
        : turns.take(() -> convert(message, configured, out));
  }

  private Future<Void> convert(Message message, List<String> configured, Outputs out) {
    if (format.isRfc()) {
      context.status(Status.NONE);
    }
    if (message.has("reset")) {
      writer.reset();
    }
    if (!message.has("payload")) {
      if (!message.has("reset")) {
        out.send(message);
      }
      return Node.done();
    }
    Object payload = message.payload();
    if (payload instanceof String text) {
      return read(text, message, out);
    }
    if (payload == null || payload instanceof Map<?, ?> || payload instanceof List<?>) {
      write(payload, message, configured, out);
    } else if (format.isRfc()) {
      context.status(Status.of("red", "dot", UNSUPPORTED));
      throw new NodeException(UNSUPPORTED);
    } else {
      context.warn(UNSUPPORTED);
    }
    return Node.done();
  }

  // ---- objects to text ----

  private void write(
      @Nullable Object payload, Message message, List<String> configured, Outputs out) {
    Map<?, ?> parts = Parts.of(message);
    boolean goesOn = parts != null && Parts.number(parts, "index") > 0;
    if (!configured.isEmpty() || !goesOn) {
      names = configured;
    }
    CsvWriter.Text written = writer.write(payload, message, names);
    names = written.names();
    out.send(
        message
            .with("payload", written.text())
            .with("columns", format.columns(names, !format.isRfc())));
  }

  // ---- text to objects ----

  private Future<Void> read(String text, Message message, Outputs out) {
    Map<?, ?> parts = Parts.of(message);
    double index = parts == null ? 0 : Parts.number(parts, "index");
    boolean isOneLine = parts != null && !CsvScanner.hasSeveralLineBreaks(text);
    boolean isStart =
        parts == null || !(index > reader.skippedLines()) || (rereadsHeaders && !isOneLine);
    CsvReader.Rows rows = rows(text, (long) (reader.skippedLines() - index), isStart);
    if (rows.header() != null) {
      names = rows.header();
    }
    if (rows.isUnbalanced()) {
      context.warn("Malformed CSV data - output probably corrupt.");
    }
    Message base = message.with("columns", format.columns(rows.names(), false));
    if (!sendsArrays) {
      return sendEach(rows.objects(), base, out);
    }
    if (parts != null && isOneLine) {
      return sequences.add(rows.objects(), base, parts, out);
    }
    out.send(base.with("payload", rows.objects()));
    return Node.done();
  }

  private CsvReader.Rows rows(String text, long skip, boolean isStart) {
    try {
      return reader.read(text, skip, isStart, names);
    } catch (NodeException e) {
      if (e.value() instanceof ErrorValue) {
        context.status(Status.of("red", "dot", MALFORMED_TEMPLATE));
      }
      throw e;
    }
  }

  private Future<Void> sendEach(List<Object> objects, Message base, Outputs out) {
    Map<?, ?> parts = Parts.of(base);
    if (parts == null) {
      return sendEach(
          objects,
          (object, index) ->
              base.with("payload", object)
                  .with(
                      "parts",
                      Map.of("id", base.id(), "index", (long) index, "count", objects.size())),
          out);
    }
    boolean isLast = Parts.number(parts, "index") + 1 >= Parts.number(parts, "count");
    if (isLast && objects.isEmpty()) {
      out.send(Message.empty().with("complete", true));
      return Node.done();
    }
    Message placed = withoutLinesBefore(base, parts);
    Message marked = isLast ? placed.with("complete", true) : placed;
    return sendEach(objects, (object, index) -> marked.with("payload", object), out);
  }

  /** The message with its place among those that have rows. */
  private Message withoutLinesBefore(Message message, Map<?, ?> parts) {
    long before = reader.skippedLines() + (reader.hasHeader() ? 1 : 0);
    Map<String, Object> changes = new LinkedHashMap<>();
    for (String name : List.of("index", "count")) {
      if (parts.containsKey(name)) {
        changes.put(name, Values.number(Parts.number(parts, name) - before));
      }
    }
    return Parts.change(message, changes);
  }

  private Future<Void> sendEach(
      List<Object> objects, BiFunction<Object, Integer, Message> message, Outputs out) {
    ListIterator<Object> rest = objects.listIterator();
    return Handover.run(
        context,
        () -> {
          if (!rest.hasNext()) {
            return false;
          }
          int index = rest.nextIndex();
          out.send(message.apply(rest.next(), index));
          return true;
        });
  }

  @Override
  public Future<Void> stop(boolean removed) {
    sequences.end();
    return turns.drained();
  }
}
