package io.weir.app.client.options;

import io.weir.app.client.PropertyCommand;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Properties of MQTT 5. */
public final class PropertyOptions {
  @Option(
      names = {"-D", "--property"},
      paramLabel = "PACKET NAME [KEY] VALUE",
      parameterConsumer = PropertyConsumer.class,
      description =
          "A property of MQTT 5 for connect, publish, subscribe, unsubscribe, disconnect or will."
              + " Turns MQTT 5 on. May be repeated.")
  private List<Given> given = new ArrayList<>();

  /** One use of the option. */
  record Given(PropertyCommand command, Property value) {}

  boolean isGiven() {
    return !given.isEmpty();
  }

  /**
   * What was given, by packet.
   *
   * @param sent the packets that the command sends
   * @throws IllegalArgumentException if there is a packet that it doesn't send, or a property is
   *     given twice
   */
  Map<PropertyCommand, PropertyList> byCommand(Set<PropertyCommand> sent) {
    Map<PropertyCommand, List<Property>> values = new EnumMap<>(PropertyCommand.class);
    Set<String> seen = new HashSet<>();
    for (Given one : given) {
      String packet = one.command().word();
      if (!sent.contains(one.command())) {
        throw new IllegalArgumentException("-D " + packet + ": this command sends no such packet");
      }
      PropertyType type = one.value().type();
      String name = packet + " " + type.word();
      if (type != PropertyType.USER_PROPERTY && !seen.add(name)) {
        throw new IllegalArgumentException("-D " + name + " is given twice");
      }
      values.computeIfAbsent(one.command(), command -> new ArrayList<>()).add(one.value());
    }
    Map<PropertyCommand, PropertyList> lists = new EnumMap<>(PropertyCommand.class);
    values.forEach((command, list) -> lists.put(command, new PropertyList(list)));
    return lists;
  }
}
