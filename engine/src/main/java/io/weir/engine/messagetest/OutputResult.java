package io.weir.engine.messagetest;

import java.util.List;

/**
 * What came out of an output, compared with what should have.
 *
 * @param output which of the node's outputs, from 0
 * @param differences the first of them
 * @param furtherDifferences how many there are besides
 */
public record OutputResult(
    String nodeId, int output, List<Difference> differences, int furtherDifferences) {
  public OutputResult {
    differences = List.copyOf(differences);
  }

  /** Whether all is as it should be. */
  public boolean isOk() {
    return differences.isEmpty();
  }
}
