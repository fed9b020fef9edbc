package io.weir.broker.config;

import io.weir.broker.Listener.Tls;
import io.weir.broker.bridge.BridgeSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the encryption of a listener or a bridge of Mosquitto's options. */
final class ConfTls {
  private static final Set<String> PEM_NAMES = Set.of(".pem", ".crt", ".cer", ".0");

  private final ConfSection section;
  private final ConfTree tree;
  private final String prefix;

  /**
   * Reads from a section.
   *
   * @param prefix of the names of its options
   */
  ConfTls(ConfSection section, ConfTree tree, String prefix) {
    this.section = section;
    this.tree = tree;
    this.prefix = prefix;
  }

  /** The encryption of a bridge; null for one without. */
  BridgeSettings.@Nullable Tls readClient() throws ConfException {
    ConfLine psk = line("psk");
    if (psk != null) {
      throw new ConfException(
          psk, "TLS-PSK is not supported, and without it the connection would be open");
    }
    boolean isOn =
        has("cafile") || has("capath") || section.flag(prefix + "tls_use_os_certs", false);
    ConfLine certificate = line("certfile");
    ConfLine key = line("keyfile");
    if (!isOn) {
      for (ConfLine line : Arrays.asList(certificate, key, line("alpn"), line("require_ocsp"))) {
        if (line != null) {
          tree.warn(
              line,
              line.name()
                  + " has no effect: the connection is not encrypted without bridge_cafile,"
                  + " bridge_capath or bridge_tls_use_os_certs");
        }
      }
      return null;
    }
    ConfLine alone = certificate == null ? key : key == null ? certificate : null;
    if (alone != null) {
      throw new ConfException(alone, "bridge_certfile and bridge_keyfile are needed both");
    }
    for (String file : List.of("certfile", "keyfile", "cafile")) {
      requireReadable(file);
    }
    ConfLine alpn = line("alpn");
    return new BridgeSettings.Tls(
        authorities(),
        certificate == null ? null : Path.of(certificate.value()),
        key == null ? null : Path.of(key.value()),
        protocols(),
        suites(List.of("ciphers")),
        alpn == null ? List.of() : List.of(alpn.word()),
        !section.flag(prefix + "insecure", false),
        section.flag(prefix + "require_ocsp", false));
  }

  private @Nullable ConfLine line(String name) {
    return section.line(prefix + name);
  }

  private boolean has(String name) {
    return section.has(prefix + name);
  }

  /** The encryption of a listener; null for one without. */
  @Nullable Tls read() throws ConfException {
    ConfLine psk = line("psk_hint");
    if (psk != null) {
      throw new ConfException(psk, "TLS-PSK is not supported, and without it the listener is open");
    }
    Path certificate = section.path("certfile");
    Path key = section.path("keyfile");
    if (certificate == null && key == null) {
      requireNoAuthorities();
      return null;
    }
    if (certificate == null || key == null) {
      ConfLine line = line(certificate == null ? "keyfile" : "certfile");
      throw new ConfException(
          line == null ? unknown() : line, "certfile and keyfile are needed both");
    }
    for (String file : List.of("certfile", "keyfile", "cafile", "crlfile")) {
      requireReadable(file);
    }
    List<Path> authorities = authorities();
    boolean requires = section.flag("require_certificate", false);
    ConfLine line = line("require_certificate");
    if (requires && authorities.isEmpty() && line != null) {
      throw new ConfException(line, "require_certificate needs cafile or capath");
    }
    return new Tls(
        certificate,
        key,
        authorities,
        requires,
        section.path("crlfile"),
        protocols(),
        suites(List.of("ciphers", "ciphers_tls1.3")));
  }

  private static ConfLine unknown() {
    return new ConfLine("mosquitto.conf", 0, "", "");
  }

  private void requireNoAuthorities() throws ConfException {
    for (String name : List.of("cafile", "capath", "require_certificate")) {
      ConfLine line = line(name);
      boolean isOff = line != null && name.startsWith("require") && !ConfValue.flag(line);
      if (line != null && !isOff) {
        throw new ConfException(line, name + " needs certfile and keyfile as well");
      }
    }
  }

  private void requireReadable(String name) throws ConfException {
    ConfLine line = line(name);
    if (line != null && !Files.isReadable(Path.of(line.value()))) {
      throw new ConfException(line, line.name() + " " + line.value() + " can't be read");
    }
  }

  private List<Path> authorities() throws ConfException {
    List<Path> files = new ArrayList<>();
    Path single = section.path(prefix + "cafile");
    if (single != null) {
      files.add(single);
    }
    ConfLine folder = line("capath");
    if (folder != null) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(Path.of(folder.value()), ConfTls::isPem)) {
        entries.forEach(files::add);
      } catch (IOException e) {
        throw new ConfException(folder, folder.name() + " can't be read: " + e.getMessage());
      }
    }
    return files;
  }

  private static boolean isPem(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && PEM_NAMES.stream().anyMatch(name::endsWith);
  }

  private List<String> protocols() throws ConfException {
    ConfLine line = line("tls_version");
    if (line == null) {
      return List.of();
    }
    return switch (line.word()) {
      case "tlsv1.3" -> List.of("TLSv1.3");
      case "tlsv1.2" -> List.of("TLSv1.2", "TLSv1.3");
      case "tlsv1.1", "tlsv1" -> {
        tree.warn(line, line.word() + " is not safe any more; 1.2 and later are spoken");
        yield List.of();
      }
      default -> throw new ConfException(line, line.name() + " must be tlsv1.2 or tlsv1.3");
    };
  }

  private List<String> suites(List<String> names) throws ConfException {
    List<String> suites = new ArrayList<>();
    for (String name : names) {
      ConfLine line = line(name);
      if (line != null) {
        suites(line, suites);
      }
    }
    return suites;
  }

  private void suites(ConfLine line, List<String> suites) throws ConfException {
    Set<String> known = supported();
    List<String> unknown = new ArrayList<>();
    int before = suites.size();
    for (String cipher : line.value().split("[: ,]+", -1)) {
      String suite = CipherNames.iana(cipher);
      if (known.contains(suite)) {
        suites.add(suite);
      } else {
        unknown.add(cipher);
      }
    }
    if (!unknown.isEmpty()) {
      tree.warn(line, "ciphers that are not known here: " + String.join(" ", unknown));
    }
    if (suites.size() == before) {
      tree.warn(line, line.name() + " has no effect, since none of them is known");
    }
  }

  private static Set<String> supported() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
