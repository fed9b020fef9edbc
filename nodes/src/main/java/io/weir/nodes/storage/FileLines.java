package io.weir.nodes.storage;

import io.weir.engine.node.NodeException;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** A file as lines, which end at a line feed alone. */
final class FileLines implements FilePieces {
  private static final int CHARACTERS_AT_ONCE = 8 * 1024;

  private final Reader file;
  private final char[] read = new char[CHARACTERS_AT_ONCE];
  private int at;
  private int end;
  private boolean hasEnded;

  FileLines(Reader file) {
    this.file = file;
  }

  @Override
  public @Nullable Piece next() throws IOException {
    if (hasEnded) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    while (true) {
      if (at == end) {
        end = file.read(read);
        at = 0;
        if (end < 0) {
          hasEnded = true;
          return new Piece(line.toString(), true);
        }
      }
      int from = at;
      while (at < end && read[at] != '\n') {
        at++;
      }
      line.append(read, from, at - from);
      if (line.length() > FileContent.MOST_BYTES) {
        throw new NodeException(
            "a line has more than " + FileContent.MOST_BYTES + " characters; read it as a stream");
      }
      if (at < end) {
        at++;
        return new Piece(line.toString(), false);
      }
    }
  }

  @Override
  public String type() {
    return "string";
  }

  @Override
  public String separator() {
    return "\n";
  }
}
