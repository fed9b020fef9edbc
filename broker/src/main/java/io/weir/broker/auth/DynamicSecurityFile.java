package io.weir.broker.auth;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.broker.auth.DynamicRoles.Client;
import io.weir.broker.auth.DynamicRoles.Event;
import io.weir.broker.auth.DynamicRoles.Role;
import io.weir.broker.auth.DynamicRoles.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of Mosquitto's dynamic security plugin: clients, groups and roles in JSON.
 *
 * <p>As with the other files, what can't be right stops the reading: with a rule left out somebody
 * may do what he must not.
 *
 * @threads any; blocks on the disk
 */
final class DynamicSecurityFile {
  private static final int DEFAULT_PRIORITY = -1;

  private static final Map<String, Event> EVENTS =
      Map.of(
          "publishClientSend", Event.PUBLISH,
          "publishClientReceive", Event.RECEIVE,
          "subscribe", Event.SUBSCRIBE,
          "unsubscribe", Event.UNSUBSCRIBE);

  private final Map<String, Role> roles = new HashMap<>();
  private final Map<String, JsonObject> groups = new LinkedHashMap<>();
  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, PasswordHash> hashes = new LinkedHashMap<>();

  /** Who gets in, and what they may do. */
  record Content(PasswordList passwords, DynamicRoles roles) {}

  /** What is wrong with the file; becomes an {@link AccessFileException} with its name. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String problem) {
      super(problem);
    }
  }

  private DynamicSecurityFile() {}

  /**
   * Reads a file.
   *
   * @param others what users may do that are not in it, or null for nothing
   * @throws AccessFileException naming the file, and what in it is wrong
   */
  static Content read(Path file, @Nullable AclRules others) throws AccessFileException {
    String text = String.join("\n", AccessFileLines.read(file, "the dynamic security file"));
    try {
      return new DynamicSecurityFile().take(new JsonObject(text), others);
    } catch (DecodeException e) {
      throw new AccessFileException(file + " is not valid JSON: " + e.getMessage(), e);
    } catch (Wrong | ClassCastException e) {
      throw new AccessFileException(file + ": " + e.getMessage(), e);
    }
  }

  private Content take(JsonObject root, @Nullable AclRules others) throws Wrong {
    for (JsonObject role : objects(root, "roles")) {
      roles.put(name(role, "rolename", "a role"), role(role));
    }
    for (JsonObject group : objects(root, "groups")) {
      groups.put(name(group, "groupname", "a group"), group);
    }
    for (JsonObject client : objects(root, "clients")) {
      takeClient(client);
    }
    Map<Event, Boolean> defaults = new EnumMap<>(Event.class);
    JsonObject written = root.getJsonObject("defaultACLAccess", new JsonObject());
    EVENTS.forEach((name, event) -> defaults.put(event, written.getBoolean(name, false)));
    String anonymous = root.getString("anonymousGroup", "");
    return new Content(
        new PasswordList(hashes),
        new DynamicRoles(
            clients,
            anonymous.isEmpty() ? List.of() : rolesOf(group(anonymous, "anonymousGroup")),
            defaults,
            others));
  }

  private static List<JsonObject> objects(JsonObject of, String key) {
    List<JsonObject> objects = new ArrayList<>();
    JsonArray array = of.getJsonArray(key, new JsonArray());
    for (int i = 0; i < array.size(); i++) {
      objects.add(array.getJsonObject(i));
    }
    return objects;
  }

  private static String name(JsonObject of, String key, String what) throws Wrong {
    String name = of.getString(key, "");
    if (name.isEmpty()) {
      throw new Wrong(what + " has no " + key);
    }
    return name;
  }

  /** The most important first; those of one priority in the order of the file. */
  private static List<JsonObject> byPriority(List<JsonObject> objects) {
    List<JsonObject> sorted = new ArrayList<>(objects);
    sorted.sort(Comparator.comparing(one -> -priority(one)));
    return sorted;
  }

  private static int priority(JsonObject one) {
    return one.getInteger("priority", DEFAULT_PRIORITY);
  }

  private static Role role(JsonObject written) throws Wrong {
    List<Rule> rules = new ArrayList<>();
    for (JsonObject acl : byPriority(objects(written, "acls"))) {
      rules.add(rule(acl, written.getString("rolename")));
    }
    return new Role(rules, written.getBoolean("allowwildcardsubs", true));
  }

  private static Rule rule(JsonObject acl, String role) throws Wrong {
    String type = acl.getString("acltype", "");
    String topic = acl.getString("topic", "");
    boolean isLiteral = type.endsWith("Literal");
    String kind = type.replaceFirst("(Literal|Pattern)$", "");
    Event event = EVENTS.get(kind);
    boolean isOfSubscriptions = kind.endsWith("subscribe");
    if (event == null || isOfSubscriptions == kind.equals(type)) {
      throw new Wrong("role \"" + role + "\": there is no acltype \"" + type + "\"");
    }
    if (topic.isEmpty()) {
      throw new Wrong("role \"" + role + "\": an entry has no topic");
    }
    return new Rule(event, isLiteral, topic, acl.getBoolean("allow", false));
  }

  private List<Role> rolesOf(JsonObject holder) throws Wrong {
    List<Role> found = new ArrayList<>();
    for (JsonObject named : byPriority(objects(holder, "roles"))) {
      String name = name(named, "rolename", "an entry of roles");
      Role role = roles.get(name);
      if (role == null) {
        throw new Wrong("there is no role \"" + name + "\", which is named elsewhere");
      }
      found.add(role);
    }
    return found;
  }

  private JsonObject group(String name, String by) throws Wrong {
    JsonObject group = groups.get(name);
    if (group == null) {
      throw new Wrong("there is no group \"" + name + "\", which " + by + " names");
    }
    return group;
  }

  private void takeClient(JsonObject written) throws Wrong {
    String user = name(written, "username", "a client");
    List<Role> all = new ArrayList<>(rolesOf(written));
    for (JsonObject group : groupsOf(user)) {
      all.addAll(rolesOf(group));
    }
    boolean isDisabled = written.getBoolean("disabled", false);
    clients.put(user, new Client(isDisabled, written.getString("clientid"), all));
    String hash = hash(written);
    if (hash != null) {
      try {
        hashes.put(user, PasswordHash.parse(hash));
      } catch (IllegalArgumentException e) {
        throw new Wrong("client \"" + user + "\": " + e.getMessage());
      }
    }
  }

  /** It is the groups that name their clients. */
  private List<JsonObject> groupsOf(String user) {
    List<Membership> found = new ArrayList<>();
    for (JsonObject group : groups.values()) {
      for (JsonObject member : objects(group, "clients")) {
        if (user.equals(member.getString("username"))) {
          found.add(new Membership(group, priority(member)));
        }
      }
    }
    found.sort(Comparator.comparing(membership -> -membership.priority()));
    return found.stream().map(Membership::group).toList();
  }

  private record Membership(JsonObject group, int priority) {}

  /** As a password file would have it; null for a client that has no password, and can't come. */
  private static @Nullable String hash(JsonObject client) {
    if (client.containsKey("encoded_password")) {
      return client.getString("encoded_password");
    }
    String password = client.getString("password");
    String salt = client.getString("salt");
    return password == null || salt == null
        ? null
        : Pbkdf2Hash.PREFIX + client.getInteger("iterations", 101) + "$" + salt + "$" + password;
  }
}
