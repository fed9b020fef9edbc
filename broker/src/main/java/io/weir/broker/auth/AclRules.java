package io.weir.broker.auth;

import io.weir.broker.auth.AclRule.Kind;
import io.weir.broker.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An access list as Mosquitto has it: what clients without a user name may do, what each user may,
 * and patterns for everybody. What nothing allows is denied.
 *
 * @threads any; immutable
 */
public final class AclRules extends AccessRules {
  private final List<AclRule> anonymous;
  private final Map<String, List<AclRule>> users;
  private final List<AclRule> patterns;

  AclRules(List<AclRule> anonymous, Map<String, List<AclRule>> users, List<AclRule> patterns) {
    this.anonymous = List.copyOf(anonymous);
    this.users = Map.copyOf(users);
    this.patterns = List.copyOf(patterns);
  }

  /** In the order in which they are looked at. */
  @Override
  Listed forClient(@Nullable String user, String clientId) {
    List<AclRule> rules = new ArrayList<>();
    addDenyingFirst(user == null ? anonymous : users.getOrDefault(user, List.of()), rules);
    if (!patterns.isEmpty() && !(holdsWildcard(user) || holdsWildcard(clientId))) {
      List<AclRule> filled = new ArrayList<>();
      for (AclRule rule : patterns) {
        TopicPattern pattern = rule.pattern().forClient(user, clientId);
        if (pattern != null) {
          filled.add(new AclRule(rule.kind(), pattern));
        }
      }
      addDenyingFirst(filled, rules);
    }
    return new Listed(rules.toArray(AclRule[]::new));
  }

  private static void addDenyingFirst(List<AclRule> rules, List<AclRule> to) {
    rules.stream().filter(rule -> rule.kind() == Kind.DENY).forEach(to::add);
    rules.stream().filter(rule -> rule.kind() != Kind.DENY).forEach(to::add);
  }

  /** One that calls itself + would match what others own. */
  private static boolean holdsWildcard(@Nullable String name) {
    return name != null && (name.indexOf('+') >= 0 || name.indexOf('#') >= 0);
  }

  /** The rules of one client. */
  static final class Listed implements ClientRules {
    private final AclRule[] rules;

    private Listed(AclRule[] rules) {
      this.rules = rules;
    }

    @Override
    public boolean isShort() {
      return rules.length <= 4;
    }

    @Override
    public boolean maySubscribe(TopicFilter filter, boolean refusesUnreadable) {
      return !refusesUnreadable || mayReadAny(TopicPattern.of(filter.topicText()));
    }

    /**
     * Whether there may be a topic that matches the filter and may be read.
     *
     * <p>A rule that allows counts unless a single rule before it denies all that it allows there;
     * what several deny only together is not noticed.
     */
    boolean mayReadAny(TopicPattern filter) {
      for (int i = 0; i < rules.length; i++) {
        if (rules[i].kind().includes(Kind.READ)) {
          TopicPattern common = filter.common(rules[i].pattern());
          if (common != null && !isDeniedBefore(i, common)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean isDeniedBefore(int end, TopicPattern topics) {
      for (int i = 0; i < end; i++) {
        if (rules[i].kind() == Kind.DENY && rules[i].pattern().includes(topics)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean allows(Kind wanted, String topic) {
      for (AclRule rule : rules) {
        boolean decides = rule.kind() == Kind.DENY || rule.kind().includes(wanted);
        if (decides && rule.pattern().matches(topic)) {
          return rule.kind() != Kind.DENY;
        }
      }
      return false;
    }
  }
}
