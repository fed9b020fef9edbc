package io.weir.editor;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** What tells one text from another in {@code ETag} and {@code If-Match}. */
final class EntityTag {
  private EntityTag() {}

  /** The tag of a text, with its quotes. */
  static String of(String text) {
    CRC32C checksum = new CRC32C();
    checksum.update(text.getBytes(StandardCharsets.UTF_8));
    return "\"" + text.length() + "-" + Long.toHexString(checksum.getValue()) + "\"";
  }
}
