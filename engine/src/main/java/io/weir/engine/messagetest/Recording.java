package io.weir.engine.messagetest;

import java.util.List;

/**
 * A test that was recorded from what a flow did.
 *
 * @param incomplete what is missing in it, a sentence each
 */
public record Recording(MessageTest test, List<String> incomplete) {
  public Recording {
    incomplete = List.copyOf(incomplete);
  }
}
