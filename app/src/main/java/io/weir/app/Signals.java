package io.weir.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reacts to the signals of Unix.
 *
 * <p>By reflection: {@code sun.misc.Signal} is all that Java has for this, and the compiler warns
 * of it in a way that can't be turned off. Where it is missing, signals keep their usual effect.
 */
public final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Runs something at each signal of a kind, on a thread of its own.
   *
   * <p>USR2 is the JVM's own, which stops threads with it when it is profiled, unless the variable
   * {@code _JAVA_SR_SIGNUM} names another signal for that, as the script {@code weir} has it. Else
   * it is left to the JVM.
   *
   * @param name without SIG, as in HUP
   */
  public static void on(String name, Runnable action) {
    if (name.equals("USR2") && System.getenv("_JAVA_SR_SIGNUM") == null) {
      log.debug("SIGUSR2 is the JVM's: _JAVA_SR_SIGNUM names no other");
      return;
    }
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object reaction =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.getName().equals("equals")
                      ? proxy == arguments[0]
                      : method.getName().equals("hashCode") ? 0 : name;
                }
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), reaction);
    } catch (InvocationTargetException taken) {
      log.warn("SIG{} can't be used: {}", name, String.valueOf(taken.getCause()));
    } catch (ReflectiveOperationException missing) {
      log.warn("this Java has no signals; SIG{} has no effect", name);
    }
  }
}
