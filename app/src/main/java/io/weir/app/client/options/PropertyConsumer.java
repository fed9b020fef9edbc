package io.weir.app.client.options;

import io.weir.app.client.PropertyCommand;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyType;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Takes the words after {@code -D}: three, or four for a user property. */
final class PropertyConsumer implements IParameterConsumer {
  @Override
  // picocli's interface has a Stack.
  @SuppressWarnings("JdkObsolete")
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    try {
      List<PropertyOptions.Given> given = option.getValue();
      given.add(take(words));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  @SuppressWarnings("JdkObsolete")
  private static PropertyOptions.Given take(Stack<String> words) {
    String packet = next(words);
    PropertyCommand command =
        PropertyCommand.named(packet)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "-D can't give properties to a packet named " + packet));
    String name = next(words);
    PropertyType property =
        PropertyType.named(name)
            .orElseThrow(
                () -> new IllegalArgumentException("-D: there is no property named " + name));
    if (!command.allows(property)) {
      throw new IllegalArgumentException(
          "-D: " + command.word() + " can't have the property " + name);
    }
    return new PropertyOptions.Given(command, value(property, words));
  }

  @SuppressWarnings("JdkObsolete")
  private static Property value(PropertyType property, Stack<String> words) {
    if (property.form() == PropertyType.Form.PAIR) {
      String key = next(words);
      return Property.pair(key, next(words));
    }
    String text = next(words);
    return property.form().isNumber()
        ? Property.of(property, number(property, text))
        : Property.of(property, text);
  }

  @SuppressWarnings("JdkObsolete")
  private static String next(Stack<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "-D needs a packet, the name of a property and a value; a user-property a key and a"
              + " value");
    }
    return words.pop();
  }

  private static long number(PropertyType property, String text) {
    long least = PropertyCommand.least(property);
    long most = property.form().maximum();
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "-D "
            + property.word()
            + " must be a number from "
            + least
            + " to "
            + most
            + " but is "
            + text);
  }
}
