package io.weir.app.client.options;

import io.weir.app.client.LinkSettings;
import io.weir.app.client.PropertyCommand;
import io.weir.broker.client.Greeting;
import io.weir.broker.client.Property;
import io.weir.broker.client.PropertyList;
import io.weir.broker.client.PropertyType;
import io.weir.broker.packet.ProtocolVersion;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who connects, and what the broker is to remember. */
public final class SessionOptions {
  private static final long FOR_EVER = 0xFFFF_FFFFL;

  @Option(
      names = {"-i", "--id"},
      paramLabel = "ID",
      description = "The client id; otherwise one is made up, with MQTT 5 by the broker.")
  private @Nullable String id;

  @Option(
      names = {"-I", "--id-prefix"},
      paramLabel = "PREFIX",
      description = "The start of a client id, to which the number of the process is added.")
  private @Nullable String idPrefix;

  @Option(
      names = {"-u", "--username"},
      paramLabel = "USER",
      description = "Name to log in with.")
  private @Nullable String user;

  @Option(
      names = {"-P", "--pw"},
      paramLabel = "PASSWORD",
      description = "Password to log in with.")
  private @Nullable String password;

  @Option(
      names = {"-k", "--keepalive"},
      paramLabel = "SECONDS",
      description = "The longest silence towards the broker (${DEFAULT-VALUE}).")
  private int keepAlive = 60;

  @Option(
      names = {"-V", "--protocol-version"},
      paramLabel = "VERSION",
      description = "mqttv31, mqttv311 (the default) or mqttv5; 31, 311 and 5 are short for them.")
  private @Nullable String version;

  @Option(
      names = {"-c", "--disable-clean-session"},
      description = "Goes on with the session that the broker has for the id, and has it kept.")
  private boolean keepsSession;

  @Option(
      names = "-x",
      paramLabel = "SECONDS",
      description = "With MQTT 5: how long the broker keeps the session; -1 for ever.")
  private @Nullable String expiry;

  @Option(
      names = "-M",
      paramLabel = "COUNT",
      description = "How many messages may be under way at once (${DEFAULT-VALUE}).")
  private int maxInFlight = 20;

  @Mixin private WillOptions will = new WillOptions();

  @Mixin private PropertyOptions properties = new PropertyOptions();

  /**
   * How to connect.
   *
   * @param broker where to
   * @param sent the packets that the command sends and that properties can be given for
   * @param receiveMaximum how many unacknowledged messages to take; 0 for the usual
   * @param warnings where to say that an option has no effect
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public LinkSettings settings(
      BrokerOptions broker, Set<PropertyCommand> sent, int receiveMaximum, Warnings warnings) {
    ProtocolVersion version = version();
    Numbers.within("-k", keepAlive, 5, 65_535);
    Numbers.within("-M", maxInFlight, 1, 65_535);
    Map<PropertyCommand, PropertyList> given = properties.byCommand(sent);
    PropertyList connect =
        connectProperties(
            version.isMqtt5(),
            given.getOrDefault(PropertyCommand.CONNECT, PropertyList.NONE),
            receiveMaximum,
            warnings);
    boolean isForEver =
        version.isMqtt5()
            ? connect.number(PropertyType.SESSION_EXPIRY_INTERVAL, 0) == FOR_EVER
            : keepsSession;
    requireId(isForEver);
    PropertyList ofWill = given.getOrDefault(PropertyCommand.WILL, PropertyList.NONE);
    return new LinkSettings(
        version,
        broker.route(),
        broker.looksUpService(),
        new Greeting(
            false,
            clientId(version),
            !keepsSession,
            keepAlive,
            login(broker, version.isMqtt5()),
            will.will(ofWill).orElse(null),
            connect),
        given);
  }

  /** Takes warnings. */
  public interface Warnings {
    /** Says one. */
    void say(String text);
  }

  /** How many messages may be under way at once; checked with the settings. */
  public int window() {
    return maxInFlight;
  }

  private ProtocolVersion version() {
    String wanted = version == null ? (properties.isGiven() ? "5" : "311") : version;
    ProtocolVersion known =
        switch (wanted) {
          case "mqttv5", "5" -> ProtocolVersion.MQTT_5;
          case "mqttv311", "311" -> ProtocolVersion.MQTT_3_1_1;
          case "mqttv31", "31" -> ProtocolVersion.MQTT_3_1;
          default ->
              throw new IllegalArgumentException(
                  "-V must be mqttv31, mqttv311 or mqttv5 but is " + wanted);
        };
    if (!known.isMqtt5() && properties.isGiven()) {
      throw new IllegalArgumentException("-D needs MQTT 5, but -V asks for " + wanted);
    }
    return known;
  }

  /** What was given, and behind it what other options and the kind of session ask for. */
  private PropertyList connectProperties(
      boolean isMqtt5, PropertyList given, int receiveMaximum, Warnings warnings) {
    PropertyList all = given;
    if (expiry != null) {
      if (!isMqtt5) {
        warnings.say("-x has no effect without -V mqttv5");
      }
      Property seconds = Property.of(PropertyType.SESSION_EXPIRY_INTERVAL, seconds(expiry));
      List<Property> others =
          given.all().stream()
              .filter(property -> property.type() != PropertyType.SESSION_EXPIRY_INTERVAL)
              .toList();
      all = new PropertyList(others).withDefault(seconds);
    } else if (keepsSession) {
      all = all.withDefault(Property.of(PropertyType.SESSION_EXPIRY_INTERVAL, FOR_EVER));
    }
    return receiveMaximum == 0
        ? all
        : all.withDefault(Property.of(PropertyType.RECEIVE_MAXIMUM, receiveMaximum));
  }

  private static long seconds(String expiry) {
    if (expiry.equals("∞") || expiry.equals("-1")) {
      return FOR_EVER;
    }
    try {
      long seconds = Long.decode(expiry);
      if (seconds >= 0 && seconds <= FOR_EVER) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "-x must be a number of seconds from 0 to 4294967295, or -1, but is " + expiry);
  }

  private void requireId(boolean isNeeded) {
    if (id != null && idPrefix != null) {
      throw new IllegalArgumentException("-i and -I don't go together");
    }
    if (id != null && id.isEmpty()) {
      throw new IllegalArgumentException("-i must not be empty; without it the broker chooses");
    }
    if (isNeeded && id == null) {
      throw new IllegalArgumentException(
          "a session that the broker keeps needs a client id to find it by: -i");
    }
  }

  private String clientId(ProtocolVersion version) {
    if (idPrefix != null) {
      return idPrefix + ProcessHandle.current().pid();
    }
    if (id != null) {
      return id;
    }
    // Older brokers, and those told to, take no empty id under MQTT 3; 23 characters is what MQTT
    // 3.1 has room for.
    return version.isMqtt5()
        ? ""
        : "weir-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private Greeting.Login login(BrokerOptions broker, boolean isMqtt5) {
    String name = user != null ? user : broker.url().map(BrokerUrl::user).orElse(null);
    String secret =
        password != null ? password : broker.url().map(BrokerUrl::password).orElse(null);
    if (name == null && secret != null && !isMqtt5) {
      throw new IllegalArgumentException("a password without a name (-u) needs MQTT 5");
    }
    return new Greeting.Login(name, secret);
  }
}
