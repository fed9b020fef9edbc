package io.weir.nodes.tls;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.flag;
import static io.weir.engine.node.Property.secret;
import static io.weir.engine.node.Property.text;

import io.vertx.core.buffer.Buffer;
import io.weir.engine.message.Undefined;
import io.weir.engine.message.Values;
import io.weir.engine.node.Node;
import io.weir.engine.node.NodeConfig;
import io.weir.engine.node.NodeContext;
import io.weir.engine.node.NodeException;
import io.weir.engine.node.NodeType;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import io.weir.nodes.support.Helps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Certificates and names for encrypted connections, shared by the nodes that connect. */
public final class TlsConfigNode implements Node {
  private static final Property<String> KIND =
      choice(
              "certType",
              Option.of("files", "PEM files"),
              Option.of("pfx", "PKCS#12"),
              Option.of("env", "environment variables"))
          .label("Certificate from")
          .defaultsTo("files");
  private static final Property<String> CERT =
      text("cert").label("Certificate").hint("Path of a PEM file.").shownWhen("certType", "files");
  private static final Property<String> KEY =
      text("key").label("Private key").hint("Path of a PEM file.").shownWhen("certType", "files");
  private static final Property<String> CA =
      text("ca")
          .label("Trusted certificates")
          .hint("Path of a PEM file; empty for those built in.")
          .shownWhen("certType", "files");
  private static final Property<String> KEY_STORE =
      text("p12").label("Key store").hint("Path of a file.").shownWhen("certType", "pfx");
  private static final Property<String> CERT_VARIABLE =
      text("certEnv").label("Certificate in").shownWhen("certType", "env");
  private static final Property<String> KEY_VARIABLE =
      text("keyEnv").label("Private key in").shownWhen("certType", "env");
  private static final Property<String> CA_VARIABLE =
      text("caEnv").label("Trusted certificates in").shownWhen("certType", "env");
  private static final Property<String> CERT_DATA =
      text("certdata")
          .with("multiline", true)
          .label("Certificate, PEM")
          .shownWhen("certType", "files")
          .asCredential()
          .more();
  private static final Property<String> KEY_DATA =
      text("keydata")
          .with("multiline", true)
          .label("Private key, PEM")
          .shownWhen("certType", "files")
          .asCredential()
          .more();
  private static final Property<String> CA_DATA =
      text("cadata")
          .with("multiline", true)
          .label("Trusted certificates, PEM")
          .shownWhen("certType", "files")
          .asCredential()
          .more();
  private static final Property<String> KEY_STORE_DATA =
      text("p12data")
          .with("multiline", true)
          .label("Key store, base64")
          .shownWhen("certType", "pfx")
          .asCredential()
          .more();
  private static final Property<String> PASSPHRASE = secret("passphrase").label("Passphrase");
  private static final Property<Boolean> VERIFIES =
      flag("verifyservercert").label("Check the server's certificate").defaultsTo(true);
  private static final Property<String> SERVER_NAME =
      text("servername").label("Server name").defaultsTo("").more();
  private static final Property<String> ALPN =
      text("alpnprotocol").label("Application protocol (ALPN)").defaultsTo("").more();

  /** The type. */
  public static final NodeType TYPE =
      NodeType.named("tls-config")
          .config()
          .purpose("Certificates for encrypted connections")
          .help(Helps.of(TlsConfigNode.class, "tls-config"))
          .properties(
              KIND,
              CERT,
              KEY,
              CA,
              KEY_STORE,
              CERT_VARIABLE,
              KEY_VARIABLE,
              CA_VARIABLE,
              CERT_DATA,
              KEY_DATA,
              CA_DATA,
              KEY_STORE_DATA,
              PASSPHRASE,
              VERIFIES,
              SERVER_NAME,
              ALPN)
          .create(TlsConfigNode::new);

  private final NodeConfig config;
  private final NodeContext context;
  private final TlsSettings settings;

  private TlsConfigNode(NodeConfig config, NodeContext context) {
    this.config = config;
    this.context = context;
    settings = load();
  }

  /** The settings; without certificates if those could not be loaded. */
  public TlsSettings settings() {
    return settings;
  }

  private TlsSettings load() {
    try {
      String kind = config.get(KIND);
      if (kind.equals("pfx") && !path(KEY_STORE).isEmpty()) {
        return of(null, null, null, file(path(KEY_STORE)));
      }
      if (kind.equals("env")) {
        return of(variable(CERT_VARIABLE), variable(KEY_VARIABLE), variable(CA_VARIABLE), null);
      }
      if (!path(CERT).isEmpty() || !path(KEY).isEmpty() || !path(CA).isEmpty()) {
        requirePair(path(CERT), path(KEY));
        return of(file(path(CERT)), file(path(KEY)), file(path(CA)), null);
      }
      return fromCredentials();
    } catch (NodeException e) {
      context.error(e, null);
      return of(null, null, null, null);
    }
  }

  private TlsSettings fromCredentials() {
    String keyStore = config.get(KEY_STORE_DATA);
    if (!keyStore.isEmpty()) {
      try {
        return of(null, null, null, Buffer.buffer(Base64.getMimeDecoder().decode(keyStore)));
      } catch (IllegalArgumentException e) {
        throw new NodeException("the key store is not base64: " + e.getMessage());
      }
    }
    requirePair(config.get(CERT_DATA), config.get(KEY_DATA));
    return of(
        pem(config.get(CERT_DATA)), pem(config.get(KEY_DATA)), pem(config.get(CA_DATA)), null);
  }

  private static void requirePair(String certificate, String key) {
    if (certificate.isEmpty() != key.isEmpty()) {
      throw new NodeException("No certificate/key file provided");
    }
  }

  private TlsSettings of(
      @Nullable Buffer certificate,
      @Nullable Buffer key,
      @Nullable Buffer authority,
      @Nullable Buffer keyStore) {
    return new TlsSettings(
        certificate,
        key,
        authority,
        keyStore,
        config.get(PASSPHRASE),
        config.get(SERVER_NAME),
        config.get(ALPN),
        config.get(VERIFIES));
  }

  private String path(Property<String> property) {
    return config.get(property).strip();
  }

  private static @Nullable Buffer pem(String text) {
    return text.isBlank() ? null : Buffer.buffer(text);
  }

  private @Nullable Buffer variable(Property<String> name) {
    Object value = config.get(name).isEmpty() ? Undefined.VALUE : context.env(config.get(name));
    return value == Undefined.VALUE || value == null ? null : pem(Values.toText(value));
  }

  private static @Nullable Buffer file(String path) {
    if (path.isEmpty()) {
      return null;
    }
    try {
      return Buffer.buffer(Files.readAllBytes(Path.of(path)));
    } catch (IOException e) {
      throw new NodeException("can't read " + path + ": " + e.getMessage());
    }
  }
}
