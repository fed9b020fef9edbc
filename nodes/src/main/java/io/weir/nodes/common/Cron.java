package io.weir.nodes.common;

import com.cronutils.model.definition.CronConstraintsFactory;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.weir.engine.node.NodeException;
import java.time.ZonedDateTime;
import java.util.Optional;

/** A cron expression of five fields, or six with seconds in front. */
final class Cron {
  private static final CronDefinition DEFINITION =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withValidRange(0, 59)
          .and()
          .withMinutes()
          .withValidRange(0, 59)
          .and()
          .withHours()
          .withValidRange(0, 23)
          .and()
          .withDayOfMonth()
          .withValidRange(1, 31)
          .supportsL()
          .supportsW()
          .supportsLW()
          .supportsQuestionMark()
          .and()
          .withMonth()
          .withValidRange(1, 12)
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .supportsHash()
          .supportsL()
          .supportsQuestionMark()
          .and()
          .withCronValidation(CronConstraintsFactory.ensureEitherDayOfYearOrMonth())
          .instance();

  private final ExecutionTime times;

  /**
   * Reads an expression.
   *
   * @throws NodeException if it is malformed
   */
  Cron(String expression) {
    String[] fields = expression.strip().split("\\s+", -1);
    String complete = fields.length == 5 ? "0 " + expression.strip() : expression.strip();
    try {
      times = ExecutionTime.forCron(new CronParser(DEFINITION).parse(complete));
    } catch (IllegalArgumentException e) {
      throw new NodeException("Invalid cron expression " + expression + ": " + e.getMessage());
    }
  }

  /** The first time after another; empty if there is none any more. */
  Optional<ZonedDateTime> after(ZonedDateTime time) {
    return times.nextExecution(time);
  }
}
