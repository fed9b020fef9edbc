package io.weir.app.client.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose certificates are trusted. */
public final class TrustOptions {
  /** Where systems keep the authorities that they trust: Debian, Red Hat, Alpine and macOS. */
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/cert.pem"));

  @Option(
      names = "--cafile",
      paramLabel = "FILE",
      description = "Certificates to trust, in PEM; the connection is encrypted then.")
  private @Nullable Path file;

  @Option(
      names = "--capath",
      paramLabel = "DIR",
      description = "A folder of such files, whose names end in .crt or .pem.")
  private @Nullable Path folder;

  @Option(
      names = "--tls-use-os-certs",
      description = "Trusts whom the system trusts; the connection is encrypted then.")
  private boolean usesSystem;

  @Option(
      names = "--insecure",
      description = "Takes a certificate for another host too. For trying things out.")
  private boolean insecure;

  /** Whether there is an option that turns encryption on. */
  boolean isGiven() {
    return file != null || folder != null || usesSystem;
  }

  /** Whether the name in the server's certificate doesn't matter. */
  boolean isInsecure() {
    return insecure;
  }

  /** The files to trust; empty for what Java trusts. */
  Optional<List<byte[]>> files() throws IOException {
    List<byte[]> files = new ArrayList<>();
    if (file != null) {
      files.add(TlsOptions.read("--cafile", file));
    }
    if (folder != null) {
      for (Path one : certificates(folder)) {
        files.add(TlsOptions.read("--capath", one));
      }
    }
    if (usesSystem || !isGiven()) {
      Optional<Path> system = SYSTEM.stream().filter(Files::isReadable).findFirst();
      if (system.isPresent()) {
        files.add(TlsOptions.read("--tls-use-os-certs", system.get()));
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(files);
  }

  private static List<Path> certificates(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--capath: " + folder + " is no folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(one -> one.toString().endsWith(".crt") || one.toString().endsWith(".pem"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("--capath: " + folder + " has no .crt or .pem file");
      }
      return found;
    }
  }
}
