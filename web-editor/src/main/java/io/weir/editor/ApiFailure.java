package io.weir.editor;

/** A request that can't be done, and how that is answered. */
final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  ApiFailure(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** Something that isn't there, in Node-RED's words. */
  static ApiFailure notFound() {
    return new ApiFailure(404, "not_found", "Error");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
