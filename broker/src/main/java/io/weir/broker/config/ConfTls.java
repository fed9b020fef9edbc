package io.weir.broker.config;

import io.weir.broker.Listener.Tls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes a listener's encryption of Mosquitto's options. */
final class ConfTls {
  private static final Set<String> PEM_NAMES = Set.of(".pem", ".crt", ".cer", ".0");

  private final ConfSection listener;
  private final ConfTree tree;

  ConfTls(ConfSection listener, ConfTree tree) {
    this.listener = listener;
    this.tree = tree;
  }

  /** The encryption; null for a listener without. */
  @Nullable Tls read() throws ConfException {
    ConfLine psk = listener.line("psk_hint");
    if (psk != null) {
      throw new ConfException(psk, "TLS-PSK is not supported, and without it the listener is open");
    }
    Path certificate = listener.path("certfile");
    Path key = listener.path("keyfile");
    if (certificate == null && key == null) {
      requireNoAuthorities();
      return null;
    }
    if (certificate == null || key == null) {
      ConfLine line = listener.line(certificate == null ? "keyfile" : "certfile");
      throw new ConfException(
          line == null ? unknown() : line, "certfile and keyfile are needed both");
    }
    for (String file : List.of("certfile", "keyfile", "cafile", "crlfile")) {
      requireReadable(file);
    }
    List<Path> authorities = authorities();
    boolean requires = listener.flag("require_certificate", false);
    ConfLine line = listener.line("require_certificate");
    if (requires && authorities.isEmpty() && line != null) {
      throw new ConfException(line, "require_certificate needs cafile or capath");
    }
    return new Tls(
        certificate, key, authorities, requires, listener.path("crlfile"), protocols(), suites());
  }

  private static ConfLine unknown() {
    return new ConfLine("mosquitto.conf", 0, "", "");
  }

  private void requireNoAuthorities() throws ConfException {
    for (String name : List.of("cafile", "capath", "require_certificate")) {
      ConfLine line = listener.line(name);
      boolean isOff = line != null && name.startsWith("require") && !ConfValue.flag(line);
      if (line != null && !isOff) {
        throw new ConfException(line, name + " needs certfile and keyfile as well");
      }
    }
  }

  private void requireReadable(String name) throws ConfException {
    ConfLine line = listener.line(name);
    if (line != null && !Files.isReadable(Path.of(line.value()))) {
      throw new ConfException(line, name + " " + line.value() + " can't be read");
    }
  }

  private List<Path> authorities() throws ConfException {
    List<Path> files = new ArrayList<>();
    Path single = listener.path("cafile");
    if (single != null) {
      files.add(single);
    }
    ConfLine folder = listener.line("capath");
    if (folder != null) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(Path.of(folder.value()), ConfTls::isPem)) {
        entries.forEach(files::add);
      } catch (IOException e) {
        throw new ConfException(folder, "capath can't be read: " + e.getMessage());
      }
    }
    return files;
  }

  private static boolean isPem(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && PEM_NAMES.stream().anyMatch(name::endsWith);
  }

  private List<String> protocols() throws ConfException {
    ConfLine line = listener.line("tls_version");
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
      default -> throw new ConfException(line, "tls_version must be tlsv1.2 or tlsv1.3");
    };
  }

  private List<String> suites() throws ConfException {
    List<String> suites = new ArrayList<>();
    for (String name : List.of("ciphers", "ciphers_tls1.3")) {
      ConfLine line = listener.line(name);
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
