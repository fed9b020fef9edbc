package io.weir.app.client.options;

import io.vertx.core.buffer.Buffer;
import io.weir.app.client.LineSource;
import io.weir.app.client.Publisher;
import io.weir.app.client.RepeatedSource;
import io.weir.broker.client.Outgoing;
import io.weir.broker.client.PropertyList;
import io.weir.broker.packet.Qos;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is published. */
public final class MessageOptions {
  @Option(
      names = {"-t", "--topic"},
      paramLabel = "TOPIC",
      description = "The topic to publish to.")
  private @Nullable String topic;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "The message.")
  private @Nullable String text;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file whose content is the message.")
  private @Nullable Path file;

  @Option(
      names = {"-l", "--stdin-line"},
      description = "Each line of standard input is a message, sent as it comes.")
  private boolean lines;

  @Option(
      names = {"-s", "--stdin-file"},
      description = "All of standard input is the message.")
  private boolean input;

  @Option(
      names = {"-n", "--null-message"},
      description = "An empty message.")
  private boolean empty;

  @Option(
      names = {"-q", "--qos"},
      paramLabel = "0|1|2",
      description = "The QoS of the messages (0).")
  private int qos;

  @Option(
      names = {"-r", "--retain"},
      description = "The broker keeps the message for later subscribers.")
  private boolean retain;

  @Option(names = "--repeat", paramLabel = "COUNT", description = "Publishes it so many times.")
  private int repeat = 1;

  @Option(
      names = "--repeat-delay",
      paramLabel = "SECONDS",
      description = "Waits so long before each time but the first.")
  private double delay;

  /**
   * What to publish.
   *
   * @param other a topic from elsewhere
   * @param properties what each message carries besides
   * @throws IllegalArgumentException naming the option that is wrong
   */
  public Publisher.Source source(Optional<String> other, PropertyList properties) {
    String name = topic != null ? topic : other.orElse(null);
    if (name == null) {
      throw new IllegalArgumentException("say what to publish to: -t");
    }
    Topics.requireName(topic != null ? "-t" : "-L", name);
    Qos level = Qos.of(Numbers.qos("-q", qos));
    requireOneMessage();
    Numbers.within("--repeat", repeat, 1, Integer.MAX_VALUE);
    if (!(delay >= 0 && delay < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("--repeat-delay must not be negative but is " + delay);
    }
    if (lines) {
      InputStream in = new FileInputStream(FileDescriptor.in);
      return new LineSource(in, line -> new Outgoing(name, line, level, retain, properties));
    }
    Duration pause = Duration.ofNanos((long) (delay * 1e9));
    return new RepeatedSource(
        new Outgoing(name, payload(), level, retain, properties), repeat, pause);
  }

  /** Whether messages come from standard input for as long as there are any. */
  public boolean isStream() {
    return lines;
  }

  private void requireOneMessage() {
    int given = 0;
    for (boolean is : new boolean[] {text != null, file != null, lines, input, empty}) {
      given += is ? 1 : 0;
    }
    if (given == 0) {
      throw new IllegalArgumentException("say what to publish: -m, -f, -l, -s or -n");
    }
    if (given > 1) {
      throw new IllegalArgumentException("only one of -m, -f, -l, -s and -n can be given");
    }
  }

  private Buffer payload() {
    if (text != null) {
      return Buffer.buffer(text);
    }
    if (file != null) {
      return Buffer.buffer(TlsOptions.read("-f", file));
    }
    return input ? Buffer.buffer(wholeInput()) : Buffer.buffer();
  }

  private static byte[] wholeInput() {
    try {
      byte[] all = new FileInputStream(FileDescriptor.in).readAllBytes();
      if (all.length == 0) {
        throw new IllegalArgumentException("-s: standard input is empty; -n sends nothing");
      }
      return all;
    } catch (IOException e) {
      throw new IllegalArgumentException("-s: standard input can't be read", e);
    }
  }
}
