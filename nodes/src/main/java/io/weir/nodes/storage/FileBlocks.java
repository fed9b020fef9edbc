package io.weir.nodes.storage;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file as blocks of bytes. */
final class FileBlocks implements FilePieces {
  private static final int BLOCK = 64 * 1024;

  private final InputStream file;
  private boolean hasBegun;
  private boolean hasEnded;

  FileBlocks(InputStream file) {
    this.file = file;
  }

  @Override
  public @Nullable Piece next() throws IOException {
    if (hasEnded) {
      return null;
    }
    byte[] block = file.readNBytes(BLOCK);
    hasEnded = block.length < BLOCK;
    if (block.length > 0) {
      hasBegun = true;
      return new Piece(Buffer.buffer(block), hasEnded);
    }
    // Behind a last block that was a whole one, only the end is left to tell.
    return hasBegun ? new Piece(null, true) : null;
  }

  @Override
  public String type() {
    return "buffer";
  }

  @Override
  public String separator() {
    return "";
  }
}
