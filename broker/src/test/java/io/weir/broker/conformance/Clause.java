package io.weir.broker.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The statements of the specification that a test shows, by their numbers. The lists in {@code
 * mqtt-5.0.txt} and {@code mqtt-3.1.1.txt} say what each asks; docs/reference/mqtt-conformance.md
 * is made of both.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Clause {
  /** Numbers of MQTT 5.0. */
  String[] value() default {};

  /** Numbers of MQTT 3.1.1, where the same number may stand for something else. */
  String[] v311() default {};
}
