package io.weir.app.client.options;

import io.weir.app.client.LinkSettings;
import io.weir.app.client.MqttProperty;
import io.weir.app.client.PropertyCommand;
import io.weir.app.client.PropertyList;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who connects, and what the broker is to remember. */
public final class SessionOptions {
  private static final long FOR_EVER = 0xFFFF_FFFFL;

  @Option(
      names = {"-i", "--id"},
      paramLabel = "ID",
      description = "The client id; otherwise the broker chooses one.")
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
      description = "mqttv311 (or 311; the default) or mqttv5 (or 5).")
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
    boolean isMqtt5 = isMqtt5(warnings);
    Numbers.within("-k", keepAlive, 5, 65_535);
    Numbers.within("-M", maxInFlight, 1, 65_535);
    Map<PropertyCommand, PropertyList> given = properties.byCommand(sent);
    PropertyList connect = given.getOrDefault(PropertyCommand.CONNECT, PropertyList.NONE);
    long expirySeconds = expirySeconds(isMqtt5, connect, warnings);
    requireId(isMqtt5 ? expirySeconds == FOR_EVER : keepsSession);
    return new LinkSettings(
        isMqtt5,
        broker.transport(),
        new LinkSettings.Session(
            clientId(),
            !keepsSession,
            keepAlive,
            expirySeconds,
            connect
                .number(MqttProperty.RECEIVE_MAXIMUM)
                .map(Long::intValue)
                .orElse(receiveMaximum)),
        login(broker, isMqtt5),
        will.will().orElse(null),
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

  private boolean isMqtt5(Warnings warnings) {
    String wanted = version == null ? (properties.isGiven() ? "5" : "311") : version;
    boolean isMqtt5 =
        switch (wanted) {
          case "mqttv5", "5" -> true;
          case "mqttv311", "311" -> false;
          case "mqttv31", "31" -> {
            warnings.say("MQTT 3.1 is not spoken; MQTT 3.1.1 is used instead");
            yield false;
          }
          default ->
              throw new IllegalArgumentException(
                  "-V must be mqttv31, mqttv311 or mqttv5 but is " + wanted);
        };
    if (!isMqtt5 && properties.isGiven()) {
      throw new IllegalArgumentException("-D needs MQTT 5, but -V asks for " + wanted);
    }
    return isMqtt5;
  }

  private long expirySeconds(boolean isMqtt5, PropertyList connect, Warnings warnings) {
    if (expiry == null) {
      return connect
          .number(MqttProperty.SESSION_EXPIRY_INTERVAL)
          .orElse(isMqtt5 && keepsSession ? FOR_EVER : 0L);
    }
    if (!isMqtt5) {
      warnings.say("-x has no effect without -V mqttv5");
    }
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

  private String clientId() {
    if (idPrefix != null) {
      return idPrefix + ProcessHandle.current().pid();
    }
    return id == null ? "" : id;
  }

  private LinkSettings.@Nullable Login login(BrokerOptions broker, boolean isMqtt5) {
    String name = user != null ? user : broker.url().map(BrokerUrl::user).orElse(null);
    String secret =
        password != null ? password : broker.url().map(BrokerUrl::password).orElse(null);
    if (name == null && secret != null && !isMqtt5) {
      throw new IllegalArgumentException("a password without a name (-u) needs MQTT 5");
    }
    return name == null && secret == null ? null : new LinkSettings.Login(name, secret);
  }
}
