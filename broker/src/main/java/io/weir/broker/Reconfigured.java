package io.weir.broker;

import java.util.List;

/**
 * What became of another configuration that was given to a running broker.
 *
 * @param changed what counts from now on and did not before, in words
 * @param fromNextStart what can't be changed while the broker runs, in words
 */
public record Reconfigured(List<String> changed, List<String> fromNextStart) {
  public Reconfigured {
    changed = List.copyOf(changed);
    fromNextStart = List.copyOf(fromNextStart);
  }
}
