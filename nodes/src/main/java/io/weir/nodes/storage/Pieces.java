package io.weir.nodes.storage;

import io.weir.engine.message.Message;
import io.weir.engine.node.Outputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends the pieces of a file, each with its place in the sequence. */
final class Pieces {
  private final Message base;
  private final String sequenceId;
  private final FilePieces pieces;
  private final Outputs out;
  private long index;

  /**
   * Nothing sent yet.
   *
   * @param asked the message that asked for the file, with the name of the file
   * @param copiesAll whether each piece comes with all of its properties
   */
  Pieces(Message asked, boolean copiesAll, FilePieces pieces, Outputs out) {
    base = copiesAll ? asked : shortened(asked);
    sequenceId = asked.id();
    this.pieces = pieces;
    this.out = out;
  }

  private static Message shortened(Message asked) {
    Message named = Message.empty().with("filename", asked.get("filename"));
    return asked.has("topic") ? named.with("topic", asked.get("topic")) : named;
  }

  /**
   * Sends the next piece.
   *
   * @return false if there is none
   */
  boolean sendNext() {
    FilePieces.Piece piece;
    try {
      piece = pieces.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (piece == null) {
      return false;
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("index", index);
    parts.put("ch", pieces.separator());
    parts.put("type", pieces.type());
    parts.put("id", sequenceId);
    boolean isEndAlone = piece.value() == null;
    if (piece.isLast()) {
      parts.put("count", isEndAlone ? index : index + 1);
    }
    index++;
    out.send(
        isEndAlone
            ? Message.empty().with("parts", parts)
            : base.with("payload", piece.value()).with("parts", parts));
    return true;
  }
}
