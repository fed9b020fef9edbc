package io.weir.engine.flow;

/** Text that is no flow file. The message says where and what is wrong. */
public final class FlowFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FlowFormatException(String text) {
    super(text);
  }
}
