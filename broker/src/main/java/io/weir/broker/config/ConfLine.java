package io.weir.broker.config;

/**
 * An option as it was written.
 *
 * @param file as it was named
 * @param number from 1
 * @param value without blanks around it; empty if there is none
 */
record ConfLine(String file, int number, String name, String value) {
  /** For messages. */
  String where() {
    return file + ":" + number;
  }

  /** The value without what stands behind a {@code #}: for values that can't hold one. */
  String word() {
    int hash = value.indexOf(" #");
    return hash < 0 ? value : value.substring(0, hash).strip();
  }
}
