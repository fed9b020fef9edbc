package io.weir.editor.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the web server: where it is, who may make it, what it takes and answers, and what
 * does the work. Routes, permissions and the description for programs all come from here.
 *
 * @param permission what it takes to make it, empty for a login alone; null if anybody may
 * @param audit what it is called in the audit log; null if it isn't written down
 * @param body the name of what its JSON body is; null if it takes none
 * @param handler called on the web server's context
 */
public record Endpoint(
    HttpMethod method,
    PathTemplate path,
    Kind kind,
    @Nullable String permission,
    @Nullable String audit,
    String summary,
    String text,
    List<Parameter> parameters,
    @Nullable String body,
    List<Answer> answers,
    Handler<RoutingContext> handler) {

  private static final String JSON = "application/json";

  /** What a call belongs to. */
  public enum Kind {
    /** The Admin API: there without the editor as well, and for pages of other sites if allowed. */
    API,
    /** Logging in and out: there without the editor as well. */
    LOGIN,
    /** What the editor alone needs. */
    EDITOR,
    /** The server itself, outside of the Admin API's root. */
    SERVER
  }

  public Endpoint {
    parameters = List.copyOf(parameters);
    answers = List.copyOf(answers);
  }

  /** Whether it may have a body. */
  public boolean takesBody() {
    return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.DELETE);
  }

  /** Declares a call that reads. */
  public static Declaration get(String path, String summary) {
    return new Declaration(HttpMethod.GET, path, summary);
  }

  /** Declares a call that makes or does something. */
  public static Declaration post(String path, String summary) {
    return new Declaration(HttpMethod.POST, path, summary);
  }

  /** Declares a call that replaces something. */
  public static Declaration put(String path, String summary) {
    return new Declaration(HttpMethod.PUT, path, summary);
  }

  /** Declares a call that removes something. */
  public static Declaration delete(String path, String summary) {
    return new Declaration(HttpMethod.DELETE, path, summary);
  }

  /** A call on its way to be declared; of the API, for everybody, until something else is said. */
  public static final class Declaration {
    private final HttpMethod method;
    private final PathTemplate path;
    private final String summary;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private Kind kind = Kind.API;
    private @Nullable String permission;
    private @Nullable String body;
    private @Nullable String audit;
    private String text = "";

    private Declaration(HttpMethod method, String path, String summary) {
      this.method = method;
      this.path = new PathTemplate(path);
      this.summary = summary;
    }

    /** It needs a permission; the empty one stands for a login alone. */
    public Declaration needs(String name) {
      permission = name;
      return this;
    }

    /** Who makes it is written down, under a name of Node-RED's. */
    public Declaration audited(String event) {
      audit = event;
      return this;
    }

    /** It belongs to something else than the API. */
    public Declaration of(Kind other) {
      kind = other;
      return this;
    }

    /** More about it than fits into the summary. */
    public Declaration saying(String more) {
      text = more;
      return this;
    }

    /** What a part of its path is. */
    public Declaration part(String name, String meaning, String... values) {
      return parameter(name, "path", meaning, values);
    }

    /** A query parameter. */
    public Declaration query(String name, String meaning, String... values) {
      return parameter(name, "query", meaning, values);
    }

    /** A header of the request. */
    public Declaration header(String name, String meaning, String... values) {
      return parameter(name, "header", meaning, values);
    }

    private Declaration parameter(String name, String in, String meaning, String... values) {
      parameters.add(new Parameter(name, in, meaning, List.of(values)));
      return this;
    }

    /** It takes a body. */
    public Declaration takes(String schema) {
      body = schema;
      return this;
    }

    /** It may be answered with JSON. */
    public Declaration answers(int status, String meaning, String schema) {
      answers.add(new Answer(status, meaning, JSON, schema));
      return this;
    }

    /** It may be answered with a body of another kind. */
    public Declaration answersWith(int status, String meaning, String mediaType) {
      answers.add(new Answer(status, meaning, mediaType, null));
      return this;
    }

    /** It may be answered without a body. */
    public Declaration answers(int status, String meaning) {
      answers.add(new Answer(status, meaning, null, null));
      return this;
    }

    /** It may be refused, with a code and a message. */
    public Declaration refuses(int status, String meaning) {
      return answers(status, meaning, "Error");
    }

    /** What does the work; with this the declaration is complete. */
    public Endpoint by(Handler<RoutingContext> handler) {
      return new Endpoint(
          method, path, kind, permission, audit, summary, text, parameters, body, answers, handler);
    }
  }
}
