package io.weir.engine.runtime;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.live.SecretMask;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.store.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What nobody is to see of the flows as deployed: passwords of nodes, secret variables. What a form
 * shows of credentials, as user names, is no secret.
 *
 * @threads any
 */
final class DeployedSecrets {
  private final Credentials credentials;
  private final NodeCatalog catalog;

  // Made when somebody looks, and made anew when something else is deployed.
  private record Made(FlowDocument document, Map<String, ?> credentials, SecretMask mask) {}

  private volatile @Nullable Made last;

  DeployedSecrets(Credentials credentials, NodeCatalog catalog) {
    this.credentials = credentials;
    this.catalog = catalog;
  }

  /** What hides the secrets of a document. */
  SecretMask of(FlowDocument document) {
    Map<String, Map<String, Object>> all = credentials.all();
    Made made = last;
    // The very same ones, since both are replaced whole.
    if (made == null || made.document != document || made.credentials != all) {
      List<String> secrets = new ArrayList<>();
      all.forEach((id, fields) -> collect(document.entry(id).orElse(null), fields, secrets));
      made = new Made(document, all, new SecretMask(secrets));
      last = made;
    }
    return made.mask;
  }

  private void collect(
      @Nullable FlowEntry entry, Map<String, Object> fields, List<String> secrets) {
    NodeType type = entry == null ? null : catalog.type(entry.type()).orElse(null);
    fields.forEach(
        (field, value) -> {
          if (type == null || isSecret(type, field)) {
            collect(value, secrets);
          }
        });
  }

  /** Of a field that the type doesn't know nobody can say that it may be shown. */
  private static boolean isSecret(NodeType type, String field) {
    return type.properties().stream()
        .filter(property -> property.key().equals(field))
        .allMatch(Property::isSecret);
  }

  private static void collect(Object value, List<String> secrets) {
    if (value instanceof String text) {
      secrets.add(text);
    } else if (value instanceof Map<?, ?> map) {
      // The global settings have all of theirs in one field.
      map.values().stream()
          .filter(String.class::isInstance)
          .forEach(text -> secrets.add(String.valueOf(text)));
    }
  }
}
