package io.weir.app.client;

/** How mosquitto's clients end; a refused CONNECT ends with the code of its CONNACK. */
public final class ExitCodes {
  /** All went well. */
  public static final int SUCCESS = 0;

  /** Wrong usage, or no connection could be made. */
  public static final int FAILURE = 1;

  /** The connection was lost. */
  public static final int CONNECTION_LOST = 7;

  /** The time given with {@code -W} is over. */
  public static final int TIMED_OUT = 27;

  /** Nobody reads what is printed: as SIGPIPE would end the process. */
  public static final int NO_READER = 141;

  private ExitCodes() {}
}
