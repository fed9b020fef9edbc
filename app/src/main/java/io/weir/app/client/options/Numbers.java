package io.weir.app.client.options;

/** Numbers on the command line. */
final class Numbers {
  private Numbers() {}

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException naming the option if it isn't one
   */
  static int whole(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number but has " + text, e);
    }
  }

  /**
   * A quality of service.
   *
   * @throws IllegalArgumentException naming the option if there is none such
   */
  static int qos(String option, int level) {
    return within(option, level, 0, 2);
  }

  static int within(String option, int number, int least, int greatest) {
    if (number < least || number > greatest) {
      throw new IllegalArgumentException(
          option + " must be from " + least + " to " + greatest + " but is " + number);
    }
    return number;
  }
}
