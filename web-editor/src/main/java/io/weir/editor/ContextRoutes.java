package io.weir.editor;

import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Answers;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Json;
import io.weir.engine.message.Undefined;
import io.weir.engine.node.Variables;
import io.weir.engine.runtime.FlowRuntime;
import io.weir.engine.store.ContextScope;
import io.weir.engine.store.ContextStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /context}: the variables of nodes, flows and the whole. */
final class ContextRoutes {
  private static final String STORE = "The store to look into; the default one if it isn't said";
  private static final String KEYS_ONLY = "There for names and kinds in place of the values";
  private static final String KEY =
      "The variable: a property expression, which may have slashes in it";

  private final FlowRuntime runtime;
  private final DebugEncoding encoding;

  ContextRoutes(FlowRuntime runtime, EditorConfig config) {
    this.runtime = runtime;
    this.encoding = new DebugEncoding(config.debugMaxLength());
  }

  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    add(endpoints, "/context/global", context -> ContextScope.GLOBAL);
    add(endpoints, "/context/flow/{id}", context -> ContextScope.flow(context.pathParam("id")));
    add(
        endpoints,
        "/context/node/{id}",
        context -> runtime.nodes().scopeOf(context.pathParam("id")));
    return endpoints;
  }

  private void add(
      List<Endpoint> endpoints,
      String path,
      Function<RoutingContext, @Nullable ContextScope> scope) {
    String whose = path.contains("flow") ? "a flow" : path.contains("node") ? "a node" : "all";
    String keyed = path + "/{key*}";
    endpoints.add(
        described(Endpoint.get(path, "The variables of " + whose), path)
            .needs("context.read")
            .query("store", STORE)
            .query("keysOnly", KEYS_ONLY)
            .answers(200, "The variables, by store", "Variables")
            .refuses(404, "There is no such store")
            .by(context -> all(context, scope.apply(context))));
    endpoints.add(
        described(Endpoint.get(keyed, "A variable of " + whose), path)
            .needs("context.read")
            .part("key", KEY)
            .query("store", STORE)
            .query("keysOnly", KEYS_ONLY)
            .answers(200, "The value as debug messages show it", "Variable")
            .refuses(404, "There is no such store")
            .by(context -> one(context, scope.apply(context))));
    endpoints.add(
        described(Endpoint.delete(keyed, "Removes a variable of " + whose), path)
            .audited("context.delete")
            .needs("context.write")
            .part("key", KEY)
            .query("store", STORE)
            .answers(204, "There is none any more")
            .refuses(404, "There is no such store")
            .by(context -> delete(context, scope.apply(context))));
  }

  private static Endpoint.Declaration described(Endpoint.Declaration declaration, String path) {
    return path.contains("{id}") ? declaration.part("id", "Its id") : declaration;
  }

  private ContextStore variables() {
    return runtime.variables();
  }

  private List<String> stores(RoutingContext context) {
    String store = query(context, "store");
    if (store == null) {
      return variables().names();
    }
    if (!variables().names().contains(store)) {
      throw ApiFailure.notFound();
    }
    return List.of(store);
  }

  private static @Nullable String query(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst().orElse(null);
  }

  private static boolean wantsKeysOnly(RoutingContext context) {
    return query(context, "keysOnly") != null;
  }

  private void all(RoutingContext context, @Nullable ContextScope scope) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    List<String> stores = stores(context);
    if (scope != null) {
      for (String store : stores) {
        Map<String, @Nullable Object> values = variables().snapshot(store, scope);
        body.put(store, shown(values == null ? Map.of() : values, wantsKeysOnly(context)));
      }
    }
    Json.send(context, body);
  }

  private Map<String, @Nullable Object> shown(
      Map<String, @Nullable Object> values, boolean keysOnly) {
    if (keysOnly) {
      List<Object> keys = new ArrayList<>();
      values.keySet().forEach(key -> keys.add(Map.of("key", key)));
      return Map.of("keys", keys);
    }
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    values.forEach((key, value) -> shown.put(key, encoded(value)));
    return shown;
  }

  private Map<String, @Nullable Object> encoded(@Nullable Object value) {
    DebugEncoding.Encoded encoded = encoding.encode(value);
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("msg", encoded.message());
    shown.put("format", encoded.format());
    return shown;
  }

  private void one(RoutingContext context, @Nullable ContextScope scope) {
    String key = context.pathParam("key");
    String store = store(context);
    Object value = scope == null ? Undefined.VALUE : variables().of(scope).get(key, store);
    if (wantsKeysOnly(context)) {
      Json.send(context, Map.of(store, inside(value)));
      return;
    }
    Map<String, @Nullable Object> body = encoded(value);
    if (!store.equals(variables().defaultName())) {
      body.put("store", store);
    }
    Json.send(context, body);
  }

  /** The store that a key is looked up in. */
  private String store(RoutingContext context) {
    return query(context, "store") == null ? variables().defaultName() : stores(context).get(0);
  }

  private Map<String, @Nullable Object> inside(@Nullable Object value) {
    Map<String, @Nullable Object> inside = new LinkedHashMap<>();
    if (value instanceof Collection<?> list) {
      inside.put("format", "array[" + list.size() + "]");
      return inside;
    }
    List<Object> keys = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> keys.add(member(String.valueOf(key), member)));
      inside.put("keys", keys);
      inside.put("format", "object");
      return inside;
    }
    inside.put("keys", keys);
    return inside;
  }

  private static Map<String, Object> member(String key, @Nullable Object value) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("key", key);
    if (value instanceof Collection<?> list) {
      member.put("format", "array[" + list.size() + "]");
      member.put("length", list.size());
    } else if (value instanceof Map<?, ?>) {
      member.put("format", "object");
    }
    return member;
  }

  private void delete(RoutingContext context, @Nullable ContextScope scope) {
    String key = context.pathParam("key");
    String store = store(context);
    if (scope != null) {
      Variables variables = variables().of(scope);
      variables.set(key, Undefined.VALUE, store);
    }
    Answers.nothing(context);
  }
}
