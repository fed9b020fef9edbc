package io.weir.broker.auth;

import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients, their roles, and what these allow, as Mosquitto's dynamic security plugin has it: the
 * first rule that matches decides, where none does, a default for each kind of access.
 *
 * @threads any; immutable
 */
final class DynamicRoles extends AccessRules {
  /** What a rule is about. */
  enum Event {
    PUBLISH,
    RECEIVE,
    SUBSCRIBE,
    UNSUBSCRIBE
  }

  /**
   * A rule of a role.
   *
   * @param isLiteral whether the topic is compared as it is, wildcards in it included
   */
  record Rule(Event event, boolean isLiteral, String topic, boolean allows) {}

  /**
   * A role.
   *
   * @param rules the most important first
   * @param allowsWildcards whether subscriptions with wildcards are its business at all
   */
  record Role(List<Rule> rules, boolean allowsWildcards) {
    Role {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A client of the file.
   *
   * @param requiredId the only client id that it may have, or null
   * @param roles its own, then its groups', the most important first
   */
  record Client(boolean isDisabled, @Nullable String requiredId, List<Role> roles) {
    Client {
      roles = List.copyOf(roles);
    }
  }

  private final Map<String, Client> clients;
  private final List<Role> anonymous;
  private final Map<Event, Boolean> defaults;
  private final @Nullable AclRules others;

  /**
   * Roles.
   *
   * @param anonymous the roles of clients without a user name
   * @param defaults what holds where no rule matches
   * @param others what users may do that are not among the clients, or null for nothing
   */
  DynamicRoles(
      Map<String, Client> clients,
      List<Role> anonymous,
      Map<Event, Boolean> defaults,
      @Nullable AclRules others) {
    this.clients = Map.copyOf(clients);
    this.anonymous = List.copyOf(anonymous);
    this.defaults = Map.copyOf(defaults);
    this.others = others;
  }

  @Override
  boolean mayConnect(@Nullable String user, String clientId) {
    Client client = user == null ? null : clients.get(user);
    return client == null
        || (!client.isDisabled()
            && (client.requiredId() == null || client.requiredId().equals(clientId)));
  }

  @Override
  ClientRules forClient(@Nullable String user, String clientId) {
    if (user == null) {
      return new OfClient(anonymous, user, clientId, defaults);
    }
    Client client = clients.get(user);
    if (client == null) {
      return others == null
          ? new OfClient(List.of(), user, clientId, Map.of())
          : others.forClient(user, clientId);
    }
    return client.isDisabled()
        ? new OfClient(List.of(), user, clientId, Map.of())
        : new OfClient(client.roles(), user, clientId, defaults);
  }

  /** The rules of one client, with its names put into them. */
  private static final class OfClient implements ClientRules {
    /** A rule in force; the pattern is null in a literal one. */
    private record Filled(Rule rule, @Nullable TopicPattern pattern, boolean allowsWildcards) {}

    private final Map<Event, List<Filled>> rules = new HashMap<>();
    private final Map<Event, Boolean> defaults;
    private final boolean isShort;

    OfClient(
        List<Role> roles, @Nullable String user, String clientId, Map<Event, Boolean> defaults) {
      this.defaults = defaults;
      int count = 0;
      for (Role role : roles) {
        count += role.rules().size();
        // Of one role, exact subscriptions come before patterns.
        add(role, true, user, clientId);
        add(role, false, user, clientId);
      }
      isShort = count <= 4;
    }

    private void add(Role role, boolean literal, @Nullable String user, String clientId) {
      for (Rule rule : role.rules()) {
        if (rule.isLiteral() == literal) {
          TopicPattern pattern =
              literal ? null : TopicPattern.of(rule.topic()).forClient(user, clientId);
          if (literal || pattern != null) {
            rules
                .computeIfAbsent(rule.event(), event -> new ArrayList<>())
                .add(new Filled(rule, pattern, role.allowsWildcards()));
          }
        }
      }
    }

    private List<Filled> of(Event event) {
      return rules.getOrDefault(event, List.of());
    }

    @Override
    public boolean isShort() {
      return isShort;
    }

    @Override
    public boolean allows(Kind wanted, String topic) {
      Event event = wanted == Kind.WRITE ? Event.PUBLISH : Event.RECEIVE;
      for (Filled filled : of(event)) {
        if (filled.pattern() != null && filled.pattern().matches(topic)) {
          return filled.rule().allows();
        }
      }
      return defaults.getOrDefault(event, false);
    }

    @Override
    public boolean maySubscribe(TopicFilter filter, boolean refusesUnreadable) {
      return allows(Event.SUBSCRIBE, filter);
    }

    @Override
    public boolean mayUnsubscribe(TopicFilter filter) {
      return allows(Event.UNSUBSCRIBE, filter);
    }

    private boolean allows(Event event, TopicFilter filter) {
      boolean hasWildcards = filter.levels().stream().anyMatch(l -> l.equals("+") || l.equals("#"));
      for (Filled filled : of(event)) {
        if ((filled.allowsWildcards() || !hasWildcards) && covers(filled, filter)) {
          return filled.rule().allows();
        }
      }
      return defaults.getOrDefault(event, false);
    }

    /** Rules name a shared subscription with its group or without. */
    private static boolean covers(Filled filled, TopicFilter filter) {
      return covers(filled, filter.text())
          || (filter.isShared() && covers(filled, filter.topicText()));
    }

    private static boolean covers(Filled filled, String filter) {
      return filled.pattern() == null
          ? filled.rule().topic().equals(filter)
          : filled.pattern().includes(TopicPattern.of(filter));
    }
  }
}
