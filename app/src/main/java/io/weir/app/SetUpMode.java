package io.weir.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.app.config.ConfigEdit;
import io.weir.app.config.ConfigFile;
import io.weir.app.config.MqttPolicies;
import io.weir.app.config.WeirConfig;
import io.weir.app.web.HostAddress;
import io.weir.broker.auth.AccessControl.Policies;
import io.weir.broker.auth.HashAlgorithm;
import io.weir.editor.Invitation;
import io.weir.editor.LoginSettings;
import io.weir.editor.SetUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** First-run set-up: takes the answers of the page into {@code weir.yaml} and into the broker. */
final class SetUpMode implements SetUp {
  private static final Logger log = LoggerFactory.getLogger(SetUpMode.class);

  private final Vertx vertx;
  private final ConfigFile file;
  private final Questions questions;
  private final Consumer<Policies> policies;
  private final Invitation invitation = Invitation.random();

  /**
   * Set-up of a program with a configuration that leaves something open.
   *
   * @param policies told who may connect by MQTT, once that is known
   */
  SetUpMode(Vertx vertx, ConfigFile file, WeirConfig config, Consumer<Policies> policies) {
    this.vertx = vertx;
    this.file = file;
    this.questions = questions(config);
    this.policies = policies;
  }

  private static Questions questions(WeirConfig config) {
    WeirConfig.Mqtt mqtt = config.mqtt();
    return new Questions(
        config.login() == null,
        mqtt != null && !mqtt.access().isDecided(),
        mqtt == null || mqtt.isLoopbackOnly() ? null : HostAddress.of(mqtt.host()));
  }

  @Override
  public Questions questions() {
    return questions;
  }

  @Override
  public Invitation invitation() {
    return invitation;
  }

  @Override
  public Future<LoginSettings> finish(Answers answers) {
    // Hashing takes its time on purpose, and the disk takes its own.
    return vertx
        .executeBlocking(() -> file.edit(text -> write(answers, text)))
        .map(
            config -> {
              if (questions.mqtt()) {
                policies.accept(MqttPolicies.read(config));
              }
              log.info("set-up is finished; the answers are in the configuration");
              return Objects.requireNonNull(config.login());
            });
  }

  private String write(Answers answers, String text) {
    String edited = text;
    Account admin = answers.admin();
    if (admin != null) {
      Map<String, Object> user = new LinkedHashMap<>();
      user.put("username", admin.name());
      user.put("password", hash(admin));
      user.put("permissions", "*");
      edited = ConfigEdit.put(edited, "adminAuth", "users", List.of(user));
    }
    Account device = answers.device();
    if (device != null) {
      return ConfigEdit.put(edited, "mqtt", "users", Map.of(device.name(), hash(device)));
    }
    return answers.allowsAnonymousMqtt()
        ? ConfigEdit.put(edited, "mqtt", "allowAnonymous", true)
        : edited;
  }

  private static String hash(Account account) {
    return HashAlgorithm.BCRYPT.hash(account.password().getBytes(UTF_8)).text();
  }
}
