package io.weir.nodes.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file, piece by piece. */
interface FilePieces {
  /**
   * A piece.
   *
   * @param value text or Buffer; null if there is nothing left to send but that this is the end
   * @param isLast whether nothing follows
   */
  record Piece(@Nullable Object value, boolean isLast) {}

  /** The next piece; null behind the last. */
  @Nullable Piece next() throws IOException;

  /** What the pieces are, as {@code msg.parts} has it: string or buffer. */
  String type();

  /** What stood between the pieces. */
  String separator();
}
