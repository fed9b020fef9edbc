package io.weir.editor;

import io.vertx.ext.web.RoutingContext;
import io.weir.editor.http.Endpoint;
import io.weir.editor.http.Endpoint.Kind;
import io.weir.editor.http.Json;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.runtime.FlowRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /credentials/:type/:id}: what an edit form may know of a node's credentials. */
final class CredentialsRoutes {
  private final FlowRuntime runtime;

  CredentialsRoutes(FlowRuntime runtime) {
    this.runtime = runtime;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/credentials/{type}/{id}", "What a form may know of a node's credentials")
            .of(Kind.EDITOR)
            .needs("credentials.read")
            .part("type", "The node's type, with dashes for blanks")
            .part("id", "The id of the node")
            .answers(200, "Texts; of secrets, whether they are there", "Credentials")
            .by(this::get));
  }

  private void get(RoutingContext context) {
    Map<String, Object> stored = runtime.credentials().of(context.pathParam("id"));
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    NodeType type = typeOf(context.pathParam("type"));
    if (type == null) {
      // A tab or group: its fields are named by the user, and each may be a secret.
      stored.keySet().forEach(field -> shown.put("has_" + field, true));
    } else if (!stored.isEmpty()) {
      for (Property<?> property : type.properties()) {
        if (property.isSecret()) {
          shown.put("has_" + property.key(), stored.containsKey(property.key()));
        } else if (property.isCredential()) {
          shown.put(property.key(), stored.getOrDefault(property.key(), ""));
        }
      }
    }
    Json.send(context, shown);
  }

  /** Clients put dashes in the place of blanks. */
  private @Nullable NodeType typeOf(String name) {
    return runtime.catalog().types().stream()
        .filter(type -> type.name().equals(name) || type.name().replace(' ', '-').equals(name))
        .findFirst()
        .orElse(null);
  }
}
