package io.weir.editor.openid;

/** Nobody is logged in; the text is for who tried. */
public final class OpenIdException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a reason, which is for who tried. */
  public OpenIdException(String text) {
    super(text);
  }

  /** Because something else went wrong, which is for the log. */
  public OpenIdException(String text, Throwable cause) {
    super(text, cause);
  }
}
