package io.weir.engine.message;

/** Text that is not JSON. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  JsonException(String reason, int line, int column) {
    super(line > 0 ? reason + " (line " + line + ", column " + column + ")" : reason);
    this.line = line;
    this.column = column;
  }

  /** Line of the fault, from 1; 0 if unknown. */
  public int line() {
    return line;
  }

  /** Column of the fault, from 1; 0 if unknown. */
  public int column() {
    return column;
  }
}
