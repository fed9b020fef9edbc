package io.weir.app.client.options;

import io.weir.app.client.MqttProperty;
import io.weir.app.client.PropertyCommand;
import io.weir.app.client.PropertyList;
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
    MqttProperty property =
        MqttProperty.named(name)
            .orElseThrow(
                () -> new IllegalArgumentException("-D: there is no property named " + name));
    if (!property.belongsTo(command)) {
      throw new IllegalArgumentException(
          "-D: " + command.word() + " can't have the property " + name);
    }
    if (property == MqttProperty.TOPIC_ALIAS || property == MqttProperty.SUBSCRIPTION_IDENTIFIER) {
      throw new IllegalArgumentException(
          "-D " + name + " is not supported: the MQTT library chooses these numbers itself");
    }
    String key = property.kind() == MqttProperty.Kind.PAIR ? next(words) : "";
    return new PropertyOptions.Given(
        command, new PropertyList.Value(property, key, checked(property, next(words))));
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

  private static String checked(MqttProperty property, String text) {
    if (property.kind() != MqttProperty.Kind.NUMBER) {
      return text;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= property.maximum()) {
        return text;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "-D "
            + property.word()
            + " must be a number from 0 to "
            + property.maximum()
            + " but is "
            + text);
  }
}
