package io.weir.nodes.function.script;

import io.weir.engine.node.NodeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/**
 * The modules of Node.js that functions may import: those that lead nowhere, written for the
 * sandbox, and what they need of the host.
 */
final class NodeModules {
  private static final List<String> NAMES =
      List.of(
          "util",
          "url",
          "buffer",
          "path",
          "querystring",
          "crypto",
          "os",
          "events",
          "string_decoder");

  private static final SecureRandom RANDOM = new SecureRandom();

  private NodeModules() {}

  /**
   * The name of the part of the sandbox that is the module.
   *
   * @throws NodeException if there is none
   */
  static String part(String module) {
    String name = module.startsWith("node:") ? module.substring("node:".length()) : module;
    if (!NAMES.contains(name)) {
      throw new NodeException(
          "module-missing",
          "Failed to load module "
              + module
              + ": functions can import "
              + String.join(", ", NAMES)
              + " and no others");
    }
    return name;
  }

  /** Adds what the modules need of the host; what these throw has to appear in the script. */
  static void addTo(BiConsumer<String, Function<Value[], @Nullable Object>> functions) {
    functions.accept("digest", in -> digest(in[0].asString(), bytes(in, 1)));
    functions.accept("hmac", in -> hmac(in[0].asString(), bytes(in, 1), bytes(in, 4)));
    functions.accept("randomBytes", in -> randomBytes(in[0].asInt()));
    functions.accept("machine", in -> ProxyObject.fromMap(machine()));
  }

  private static ByteBuffer randomBytes(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static byte[] bytes(Value[] in, int from) {
    return GuestReader.bytes(
        in[from], (int) in[from + 1].asDouble(), (int) in[from + 2].asDouble());
  }

  private static ByteBuffer digest(String algorithm, byte[] data) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance(javaName(algorithm)).digest(data));
    } catch (GeneralSecurityException e) {
      throw new NodeException("Digest method not supported: " + algorithm);
    }
  }

  private static ByteBuffer hmac(String algorithm, byte[] key, byte[] data) {
    try {
      String name = "Hmac" + javaName(algorithm).replaceFirst("^SHA-", "SHA");
      Mac mac = Mac.getInstance(name);
      // Java refuses an empty key; one zero byte is padded to the same block.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name));
      return ByteBuffer.wrap(mac.doFinal(data));
    } catch (GeneralSecurityException e) {
      throw new NodeException("Invalid digest: " + algorithm);
    }
  }

  /** OpenSSL's name of a hash as Java has it. */
  private static String javaName(String algorithm) {
    String name = algorithm.toUpperCase(Locale.ROOT).replaceFirst("^RSA-", "");
    if (name.equals("SHA1")) {
      return "SHA-1";
    }
    return name.matches("SHA\\d{3}.*") ? "SHA-" + name.substring(3).replace('-', '/') : name;
  }

  private static Map<String, Object> machine() {
    String system = System.getProperty("os.name");
    boolean isMac = system.startsWith("Mac");
    String platform = system.startsWith("Windows") ? "win32" : isMac ? "darwin" : "linux";
    return Map.of(
        "hostname", hostname(),
        "platform", platform,
        "type", isMac ? "Darwin" : platform.equals("win32") ? "Windows_NT" : system,
        "release", System.getProperty("os.version"),
        "arch", arch(System.getProperty("os.arch")),
        "endianness", ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? "BE" : "LE",
        "processors", Runtime.getRuntime().availableProcessors());
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static String arch(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x64";
      case "aarch64" -> "arm64";
      case "x86", "i386" -> "ia32";
      default -> name;
    };
  }
}
