package io.weir.editor.http;

import java.util.List;

/**
 * Something that a call takes beside its body.
 *
 * @param in {@code path}, {@code query} or {@code header}
 * @param values what it may be; empty for any text
 */
public record Parameter(String name, String in, String meaning, List<String> values) {
  public Parameter {
    values = List.copyOf(values);
  }
}
