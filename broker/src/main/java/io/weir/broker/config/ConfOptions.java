package io.weir.broker.config;

import static io.weir.broker.config.ConfOption.Context.BRIDGE;
import static io.weir.broker.config.ConfOption.Context.GLOBAL;
import static io.weir.broker.config.ConfOption.Context.LISTENER;
import static io.weir.broker.config.ConfOption.Context.PLUGIN;
import static io.weir.broker.config.ConfOption.Context.SECURITY;
import static io.weir.broker.config.ConfOption.Type.BOOLEAN;
import static io.weir.broker.config.ConfOption.Type.INTEGER;
import static io.weir.broker.config.ConfOption.Type.TEXT;
import static io.weir.broker.config.ConfOption.Type.WORDS;
import static io.weir.broker.config.ConfOption.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every option of mosquitto.conf, 1.4 to 2.1, declared once: the reader, the warnings and the page
 * docs/reference/mosquitto-conf.md come from here.
 */
final class ConfOptions {
  private static final String NO_LOCAL_LOGIN = "bridges are part of the broker";

  static final List<ConfOption> ALL =
      List.of(
          // Who gets in
          option(SECURITY, BOOLEAN, "allow_anonymous", "true without listeners, false with"),
          option(SECURITY, TEXT, "password_file", "none"),
          option(SECURITY, TEXT, "acl_file", "none"),
          option(SECURITY, TEXT, "psk_file", "none").missing("Java has no TLS-PSK"),
          option(SECURITY, BOOLEAN, "allow_zero_length_clientid", "true"),
          option(SECURITY, TEXT, "auto_id_prefix", "auto-"),
          option(SECURITY, TEXT, "plugin", "none")
              .partly(
                  "what Mosquitto's own plugins for passwords, ACLs, dynamic security and SQLite do is built in; others stop the start"),
          option(SECURITY, TEXT, "auth_plugin", "none").partly("as plugin"),
          option(GLOBAL, TEXT, "global_plugin", "none").partly("as plugin"),
          option(GLOBAL, WORDS, "plugin_load", "none").partly("as plugin"),
          option(LISTENER, TEXT, "plugin_use", "none").partly("as plugin"),
          option(PLUGIN, TEXT, "plugin_opt_*", "none").partly("of the plugins named above"),
          option(PLUGIN, TEXT, "auth_opt_*", "none").partly("as plugin_opt_*"),
          option(GLOBAL, BOOLEAN, "per_listener_settings", "false"),
          option(GLOBAL, TEXT, "clientid_prefixes", "none").once(),
          option(GLOBAL, BOOLEAN, "check_retain_source", "true"),
          option(GLOBAL, BOOLEAN, "enable_control_api", "false").missing("there is no $CONTROL"),
          // Listeners
          option(LISTENER, WORDS, "listener", "127.0.0.1 and ::1, port 1883"),
          option(GLOBAL, INTEGER, "port", "1883"),
          option(GLOBAL, TEXT, "bind_address", "none"),
          option(LISTENER, BOOLEAN, "listener_allow_anonymous", "as allow_anonymous"),
          option(LISTENER, TEXT, "listener_auto_id_prefix", "as auto_id_prefix"),
          option(LISTENER, WORDS, "accept_protocol_versions", "3,4,5"),
          option(LISTENER, TEXT, "bind_interface", "all")
              .partly("listens on the addresses that the interface has at the start"),
          option(LISTENER, TEXT, "socket_domain", "both")
              .partly("ipv6 alone may take IPv4 as well, as the system has it"),
          option(LISTENER, TEXT, "http_dir", "none").missing("no files are served"),
          option(LISTENER, INTEGER, "max_connections", "-1"),
          option(LISTENER, INTEGER, "max_qos", "2"),
          option(LISTENER, INTEGER, "maximum_qos", "2"),
          option(LISTENER, INTEGER, "max_topic_alias", "10"),
          option(LISTENER, INTEGER, "max_topic_alias_broker", "10"),
          option(LISTENER, TEXT, "mount_point", "none")
              .partly(
                  "taken off on the way out as well, and put behind $share/NAME/, which Mosquitto 2.0.11 does not do"),
          option(LISTENER, TEXT, "protocol", "mqtt").partly("mqtt and websockets, not http_api"),
          option(LISTENER, TEXT, "websockets_origin", "any"),
          option(LISTENER, INTEGER, "enable_proxy_protocol", "off")
              .partly("both versions are understood whichever is named"),
          option(LISTENER, BOOLEAN, "proxy_protocol_v2_require_tls", "false")
              .missing("what the proxy says about TLS is not looked at"),
          option(LISTENER, BOOLEAN, "use_username_as_clientid", "false"),
          option(LISTENER, TEXT, "certfile", "none"),
          option(LISTENER, TEXT, "keyfile", "none"),
          option(LISTENER, TEXT, "cafile", "none"),
          option(LISTENER, TEXT, "capath", "none"),
          option(LISTENER, BOOLEAN, "require_certificate", "false"),
          option(LISTENER, BOOLEAN, "use_identity_as_username", "false"),
          option(LISTENER, BOOLEAN, "use_subject_as_username", "false"),
          option(LISTENER, TEXT, "crlfile", "none"),
          option(LISTENER, BOOLEAN, "disable_client_cert_date_checks", "false")
              .missing("the dates of certificates always count"),
          option(LISTENER, TEXT, "tls_version", "1.2 and later"),
          option(LISTENER, TEXT, "ciphers", "Java's")
              .partly("names are translated; groups such as HIGH are not known"),
          option(LISTENER, TEXT, "ciphers_tls1.3", "Java's"),
          option(LISTENER, TEXT, "psk_hint", "none")
              .missing("Java has no TLS-PSK; the start stops, since the listener would be open"),
          option(LISTENER, TEXT, "tls_engine", "none").missing("no hardware keys"),
          option(LISTENER, TEXT, "tls_keyform", "pem").missing("no hardware keys"),
          option(LISTENER, TEXT, "tls_engine_kpass_sha1", "none").missing("no hardware keys"),
          option(LISTENER, TEXT, "dhparamfile", "none").needless("Java brings groups of its own"),
          // Limits
          option(GLOBAL, INTEGER, "global_max_clients", "-1"),
          option(GLOBAL, INTEGER, "global_max_connections", "-1"),
          option(GLOBAL, INTEGER, "max_inflight_bytes", "0"),
          option(GLOBAL, INTEGER, "max_inflight_messages", "20"),
          option(GLOBAL, INTEGER, "max_keepalive", "0")
              .partly("clients of 3.x keep what they ask for, as in Mosquitto 2.0"),
          option(GLOBAL, INTEGER, "max_packet_size", "2000000").partly("at least 128"),
          option(GLOBAL, INTEGER, "max_queued_bytes", "64 MiB"),
          option(GLOBAL, INTEGER, "max_queued_messages", "1000"),
          option(GLOBAL, INTEGER, "memory_limit", "0")
              .partly(
                  "counts what is held for clients: sessions, messages that wait for each, retained messages"),
          option(GLOBAL, INTEGER, "message_size_limit", "0"),
          option(GLOBAL, WORDS, "persistent_client_expiration", "never"),
          option(GLOBAL, INTEGER, "retain_expiry_interval", "0"),
          // How messages are delivered
          option(GLOBAL, BOOLEAN, "allow_duplicate_messages", "false")
              .partly(
                  "false unless written, as in Mosquitto 2.0; the one copy has the highest QoS"),
          option(GLOBAL, BOOLEAN, "queue_qos0_messages", "false"),
          option(GLOBAL, BOOLEAN, "retain_available", "true"),
          option(GLOBAL, BOOLEAN, "upgrade_outgoing_qos", "false"),
          option(GLOBAL, BOOLEAN, "set_tcp_nodelay", "false").needless("always on"),
          option(GLOBAL, INTEGER, "sys_interval", "10"),
          // Persistence
          option(GLOBAL, BOOLEAN, "persistence", "false"),
          option(GLOBAL, TEXT, "persistence_file", "mosquitto.db")
              .once()
              .partly("the folder of Weir's store is called as the file, with .weir behind it"),
          option(GLOBAL, TEXT, "persistence_location", "working directory").once(),
          option(GLOBAL, INTEGER, "autosave_interval", "1800")
              .needless("what is acknowledged is on disk already"),
          option(GLOBAL, BOOLEAN, "autosave_on_changes", "false")
              .needless("what is acknowledged is on disk already"),
          // Logs and the process
          option(GLOBAL, BOOLEAN, "connection_messages", "true"),
          option(GLOBAL, WORDS, "log_dest", "stderr")
              .partly("all but dlt; syslog by the logger of util-linux"),
          option(GLOBAL, INTEGER, "log_facility", "daemon"),
          option(GLOBAL, BOOLEAN, "log_timestamp", "true"),
          option(GLOBAL, TEXT, "log_timestamp_format", "seconds since 1970").once(),
          option(GLOBAL, WORDS, "log_type", "error warning notice information"),
          option(GLOBAL, INTEGER, "websockets_log_level", "0").needless("log_type decides"),
          option(GLOBAL, TEXT, "pid_file", "none").once(),
          option(GLOBAL, TEXT, "user", "mosquitto")
              .missing("start it as the user that it is to be"),
          option(GLOBAL, TEXT, "include_dir", "none"),
          option(GLOBAL, INTEGER, "websockets_headers_size", "4096"),
          option(GLOBAL, INTEGER, "packet_buffer_size", "4096"),
          option(GLOBAL, INTEGER, "retry_interval", "").needless("gone since Mosquitto 1.5"),
          option(GLOBAL, INTEGER, "store_clean_interval", "").needless("gone since Mosquitto 1.5"),
          // Bridges
          option(BRIDGE, TEXT, "connection", "none"),
          option(BRIDGE, WORDS, "address", "none"),
          option(BRIDGE, WORDS, "addresses", "none"),
          option(BRIDGE, WORDS, "topic", "none"),
          option(BRIDGE, BOOLEAN, "round_robin", "false"),
          option(BRIDGE, TEXT, "remote_clientid", "HOST.NAME"),
          option(BRIDGE, TEXT, "clientid", "HOST.NAME"),
          option(BRIDGE, TEXT, "local_clientid", "local.REMOTE_CLIENTID"),
          option(BRIDGE, TEXT, "remote_username", "none"),
          option(BRIDGE, TEXT, "username", "none"),
          option(BRIDGE, TEXT, "remote_password", "none"),
          option(BRIDGE, TEXT, "password", "none"),
          option(BRIDGE, TEXT, "local_username", "none").needless(NO_LOCAL_LOGIN),
          option(BRIDGE, TEXT, "local_password", "none").needless(NO_LOCAL_LOGIN),
          option(BRIDGE, BOOLEAN, "cleansession", "false"),
          option(BRIDGE, BOOLEAN, "local_cleansession", "as cleansession"),
          option(BRIDGE, INTEGER, "keepalive_interval", "60"),
          option(BRIDGE, TEXT, "start_type", "automatic"),
          option(BRIDGE, INTEGER, "idle_timeout", "60"),
          option(BRIDGE, INTEGER, "threshold", "10"),
          option(BRIDGE, WORDS, "restart_timeout", "5 30"),
          option(BRIDGE, BOOLEAN, "notifications", "true"),
          option(BRIDGE, BOOLEAN, "notifications_local_only", "false"),
          option(BRIDGE, TEXT, "notification_topic", "$SYS/broker/connection/…/state"),
          option(BRIDGE, BOOLEAN, "try_private", "true")
              .partly("MQTT 5 says the same in its own words, so nothing is tried there"),
          option(BRIDGE, BOOLEAN, "bridge_attempt_unsubscribe", "true"),
          option(BRIDGE, TEXT, "bridge_bind_address", "none"),
          option(BRIDGE, TEXT, "bridge_protocol_version", "mqttv311")
              .partly("3.1 with client ids of at most 23 characters only, else 3.1.1"),
          option(BRIDGE, BOOLEAN, "bridge_outgoing_retain", "true"),
          option(BRIDGE, INTEGER, "bridge_max_packet_size", "0"),
          option(BRIDGE, INTEGER, "bridge_max_topic_alias", "10"),
          option(BRIDGE, INTEGER, "bridge_receive_maximum", "65535"),
          option(BRIDGE, INTEGER, "bridge_session_expiry_interval", "never"),
          option(BRIDGE, WORDS, "bridge_tcp_keepalive", "the system's")
              .partly("on Linux; elsewhere the system's numbers are used"),
          option(BRIDGE, INTEGER, "bridge_tcp_user_timeout", "the system's").partly("on Linux"),
          option(BRIDGE, TEXT, "bridge_cafile", "none"),
          option(BRIDGE, TEXT, "bridge_capath", "none"),
          option(BRIDGE, TEXT, "bridge_certfile", "none"),
          option(BRIDGE, TEXT, "bridge_keyfile", "none"),
          option(BRIDGE, BOOLEAN, "bridge_tls_use_os_certs", "false")
              .partly("the authorities that Java trusts, if none are named"),
          option(BRIDGE, TEXT, "bridge_tls_version", "1.2 and later"),
          option(BRIDGE, TEXT, "bridge_alpn", "none"),
          option(BRIDGE, TEXT, "bridge_ciphers", "Java's")
              .partly("names are translated; groups such as HIGH are not known"),
          option(BRIDGE, BOOLEAN, "bridge_insecure", "false"),
          option(BRIDGE, BOOLEAN, "bridge_require_ocsp", "false")
              .missing("whether the certificate was revoked is not asked"),
          option(BRIDGE, TEXT, "bridge_identity", "none").missing("Java has no TLS-PSK"),
          option(BRIDGE, TEXT, "bridge_psk", "none")
              .missing("Java has no TLS-PSK; the start stops, since the connection would be open"),
          option(BRIDGE, TEXT, "bridge_reload_type", "lazy"));

  private static final Map<String, ConfOption> BY_NAME = new LinkedHashMap<>();

  static {
    ALL.forEach(option -> BY_NAME.put(option.name(), option));
  }

  private ConfOptions() {}

  /** The option, or null if there is none of that name. */
  static @Nullable ConfOption named(String name) {
    if (name.startsWith("plugin_opt_")) {
      return BY_NAME.get("plugin_opt_*");
    }
    return BY_NAME.get(name.startsWith("auth_opt_") ? "auth_opt_*" : name);
  }

  /** The table of the reference, in Markdown. */
  static String table() {
    StringBuilder table = new StringBuilder("| option | default | supported | note |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (ConfOption option : ALL) {
      table
          .append("| `")
          .append(option.name())
          .append("` | ")
          .append(option.defaultText())
          .append(" | ")
          .append(option.support().title())
          .append(" | ")
          .append(option.note())
          .append(" |\n");
    }
    return table.toString();
  }
}
