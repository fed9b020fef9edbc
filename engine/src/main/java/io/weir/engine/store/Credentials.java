package io.weir.engine.store;

import io.weir.engine.flow.FlowDocument;
import io.weir.engine.flow.FlowEntry;
import io.weir.engine.flow.FlowReader;
import io.weir.engine.message.JsonException;
import io.weir.engine.message.MessageJson;
import io.weir.engine.node.NodeCatalog;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes' credentials: kept apart from the flows, in Node-RED's file, which is encrypted unless
 * the settings say otherwise.
 *
 * @threads {@link #of} any; the rest one at a time, and those which touch files never on an event
 *     loop
 */
public final class Credentials {
  private static final Logger log = LoggerFactory.getLogger(Credentials.class);

  /** What a client sends for a secret that it doesn't know and doesn't change. */
  private static final String UNCHANGED = "__PWRD__";

  private static final String SECRET_KEY = "_credentialSecret";

  private final Path file;
  private final RuntimeSettings settings;
  private final CredentialSecret secret;
  // Whether the secret beside the flows is not the one that the file was saved with.
  private boolean isKeptSecretOfOthers;
  private volatile Map<String, Map<String, Object>> byNode = Map.of();
  private Map<String, Map<String, Object>> saved = Map.of();

  /**
   * Credentials in a file.
   *
   * @param file {@code flows_cred.json}
   * @param settings where a generated secret is kept
   * @param secret what the settings say about encrypting them
   */
  public Credentials(Path file, RuntimeSettings settings, CredentialSecret secret) {
    this.file = file;
    this.settings = settings;
    this.secret = secret;
  }

  /** How they are encrypted: {@code system}, {@code user} or {@code disabled}. */
  public String encryptionType() {
    return secret.type();
  }

  /** The credentials of a node; empty if it has none. */
  public Map<String, Object> of(String nodeId) {
    return byNode.getOrDefault(nodeId, Map.of());
  }

  /** All credentials by entry: a map that is replaced, never changed. */
  public Map<String, Map<String, Object>> all() {
    return byNode;
  }

  /**
   * Loads the file.
   *
   * @return what is wrong with it; null if nothing is
   */
  public @Nullable String load() {
    byNode = Map.of();
    saved = Map.of();
    isKeptSecretOfOthers = false;
    if (!Files.exists(file)) {
      return null;
    }
    try {
      if (!(MessageJson.parse(Files.readString(file)) instanceof Map<?, ?> content)) {
        return file + " is not a JSON object; no credentials were loaded";
      }
      Map<?, ?> plain = content;
      boolean isEncrypted = content.get("$") instanceof String;
      String kept = keptSecret();
      if (content.get("$") instanceof String encrypted) {
        plain = decrypted(encrypted);
        if (plain == null) {
          return "the credentials in "
              + file
              + " are encrypted with another secret; set credentialSecret to the one that they were"
              + " saved with, or enter them anew";
        }
        isKeptSecretOfOthers =
            kept != null && new CredentialCipher(kept).decrypt(encrypted) == null;
      }
      byNode = byNode(plain);
      // Whatever is to be kept another way than it is now is written anew with the next deploy.
      boolean isAsItShallBe =
          isEncrypted == !(secret instanceof CredentialSecret.None)
              && (secret instanceof CredentialSecret.Generated
                  || isKeptSecretOfOthers
                  || keptSecret() == null);
      if (!isEncrypted && !byNode.isEmpty() && !(secret instanceof CredentialSecret.None)) {
        log.warn("the credentials in {} are not encrypted; the next deploy encrypts them", file);
      }
      saved = isAsItShallBe ? byNode : Map.of();
      return null;
    } catch (IOException | JsonException | StoreException e) {
      return file + " could not be read (" + e.getMessage() + "); no credentials were loaded";
    }
  }

  /** A secret that was made before the settings named one is what the file was saved with. */
  private @Nullable Map<?, ?> decrypted(String encrypted) {
    String kept = keptSecret();
    Map<?, ?> plain = kept == null ? null : new CredentialCipher(kept).decrypt(encrypted);
    return plain == null && secret instanceof CredentialSecret.Given given
        ? new CredentialCipher(given.text()).decrypt(encrypted)
        : plain;
  }

  private static Map<String, Map<String, Object>> byNode(Map<?, ?> plain) {
    Map<String, Map<String, Object>> result = new LinkedHashMap<>();
    plain.forEach(
        (id, fields) -> {
          if (fields instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> put(copy, String.valueOf(key), value));
            result.put(String.valueOf(id), copy);
          }
        });
    return result;
  }

  private static void put(Map<String, Object> fields, String key, @Nullable Object value) {
    if (value != null) {
      fields.put(key, value);
    }
  }

  /**
   * A document without secrets, and the credentials as they are once it is deployed.
   *
   * @param document the document
   * @param credentials the credentials by entry
   * @param given the entries that brought credentials
   */
  public record Split(
      FlowDocument document, Map<String, Map<String, Object>> credentials, Set<String> given) {}

  /**
   * Takes the credentials out of a document that is being deployed and merges them into those kept;
   * changes nothing yet. Fields that are blank are deleted, fields not mentioned stay, and what
   * belongs to nodes that are gone goes too.
   */
  public Split split(FlowDocument document, NodeCatalog catalog) {
    return split(document, catalog, byNode, Set.of());
  }

  /**
   * As {@link #split(FlowDocument, NodeCatalog)}, with others in the place of all that were kept.
   * Blocks.
   *
   * @param encrypted the others, as the file has them
   * @return null if they are encrypted with another secret
   */
  public @Nullable Split splitReplacing(
      FlowDocument document, NodeCatalog catalog, String encrypted) {
    Map<?, ?> plain = decrypted(encrypted);
    if (plain == null) {
      return null;
    }
    Map<String, Map<String, Object>> others = byNode(plain);
    Set<String> different = new HashSet<>(others.keySet());
    different.addAll(byNode.keySet());
    different.removeIf(id -> Objects.equals(others.get(id), byNode.get(id)));
    return split(document, catalog, others, different);
  }

  private static Split split(
      FlowDocument document,
      NodeCatalog catalog,
      Map<String, Map<String, Object>> kept,
      Set<String> different) {
    Map<String, Map<String, Object>> merged = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    Set<String> given = new HashSet<>(different);
    boolean isClean = true;
    for (FlowEntry entry : document.entries()) {
      Map<String, @Nullable Object> raw = entry.raw();
      Map<String, Object> fields = new LinkedHashMap<>(kept.getOrDefault(entry.id(), Map.of()));
      if (raw.get("credentials") instanceof Map<?, ?> incoming) {
        given.add(entry.id());
        forgetUnmentioned(entry, fields, incoming);
        merge(fields, incoming, declaredFields(entry, catalog));
      }
      if (raw.containsKey("credentials")) {
        raw = new LinkedHashMap<>(raw);
        raw.remove("credentials");
        isClean = false;
      }
      entries.add(raw);
      if (!fields.isEmpty()) {
        merged.put(entry.id(), fields);
      }
    }
    return new Split(isClean ? document : FlowReader.ofValue(entries), merged, given);
  }

  /** The fields that a registered type declares; null if the type says nothing about them. */
  private static @Nullable Set<String> declaredFields(FlowEntry entry, NodeCatalog catalog) {
    NodeType type = catalog.type(entry.type()).orElse(null);
    return type == null
        ? null
        : type.properties().stream()
            .filter(Property::isCredential)
            .map(Property::key)
            .collect(Collectors.toSet());
  }

  /** Where the user makes up the fields, one that isn't mentioned any more is gone. */
  private static void forgetUnmentioned(
      FlowEntry entry, Map<String, Object> fields, Map<?, ?> incoming) {
    if (entry.type().equals("subflow") || entry.type().startsWith("subflow:")) {
      fields.keySet().retainAll(incoming.keySet());
    }
  }

  private static Map<String, Object> mergedMap(@Nullable Object stored, Map<?, ?> incoming) {
    Map<String, Object> merged = new LinkedHashMap<>();
    incoming.forEach(
        (name, value) -> {
          Object kept = stored instanceof Map<?, ?> map ? map.get(name) : null;
          put(merged, String.valueOf(name), UNCHANGED.equals(value) ? kept : value);
        });
    return merged;
  }

  private static void merge(
      Map<String, Object> fields, Map<?, ?> incoming, @Nullable Set<String> declared) {
    incoming.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          if (declared != null && !declared.contains(key)) {
            return;
          }
          if (value instanceof Map<?, ?> map) {
            // The global settings have all of theirs in one field.
            fields.put(key, mergedMap(fields.get(key), map));
          } else if (value instanceof String text && text.isBlank()) {
            fields.remove(key);
          } else if (value != null && !UNCHANGED.equals(value)) {
            fields.put(key, value);
          }
        });
  }

  /**
   * Makes merged credentials the current ones and saves them if they changed.
   *
   * @return makes all of it undone, file included
   * @throws StoreException if they can't be saved; then the current ones stay
   */
  public Runnable commit(Split split) {
    Map<String, Map<String, Object>> before = byNode;
    Map<String, Map<String, Object>> savedBefore = saved;
    if (Objects.equals(saved, split.credentials())) {
      byNode = split.credentials();
      return () -> byNode = before;
    }
    try {
      byte @Nullable [] was = Files.exists(file) ? Files.readAllBytes(file) : null;
      String secretBefore = keptSecret();
      write(split.credentials());
      byNode = split.credentials();
      saved = split.credentials();
      return () -> {
        if (secretBefore != null) {
          settings.put(SECRET_KEY, secretBefore);
        }
        restore(was);
        byNode = before;
        saved = savedBefore;
      };
    } catch (IOException e) {
      throw new StoreException("the credentials could not be saved to " + file + " (" + e + ")", e);
    }
  }

  private void write(Map<String, Map<String, Object>> credentials) throws IOException {
    if (Files.exists(file)) {
      Files.copy(
          file,
          file.resolveSibling("." + file.getFileName() + ".backup"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    AtomicFile.writePrivate(file, MessageJson.text(content(credentials)));
    if (!(secret instanceof CredentialSecret.Generated) && !isKeptSecretOfOthers) {
      settings.remove(SECRET_KEY);
    }
  }

  private Map<String, ?> content(Map<String, Map<String, Object>> credentials) {
    if (secret instanceof CredentialSecret.None) {
      return credentials;
    }
    String text = secret instanceof CredentialSecret.Given given ? given.text() : madeSecret();
    return Map.of("$", new CredentialCipher(text).encrypt(credentials));
  }

  private void restore(byte @Nullable [] was) {
    try {
      if (was == null) {
        Files.deleteIfExists(file);
      } else {
        AtomicFile.writePrivate(file, new String(was, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new StoreException(
          "the credentials in " + file + " could not be put back (" + e + ")", e);
    }
  }

  private @Nullable String keptSecret() {
    return settings.get(SECRET_KEY) instanceof String kept ? kept : null;
  }

  private String madeSecret() {
    String kept = keptSecret();
    if (kept != null) {
      return kept;
    }
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String made = HexFormat.of().formatHex(random);
    settings.put(SECRET_KEY, made);
    return made;
  }
}
