package io.weir.broker.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.broker.auth.AclRule.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclFileTest {
  private static final String LIST =
      """
      # for those without a name
      topic read public/#
      topic write in/+/box

      user ann
      topic house/#
      topic deny house/safe
      topic read house/safe
      user ann smith
      topic readwrite two words/x
      user bob
      topic read a/b
      topic write a/b
      user ann
      topic read $SYS/#
      topic deny log/%u

      pattern write dev/%c/out
      pattern read home/%u/#
      pattern readwrite mix/x%u_y
      pattern deny home/%u/secret
      """;

  @TempDir private Path folder;

  private AclRules read(String text) throws Exception {
    return AclFile.read(Files.writeString(folder.resolve("acl"), text));
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        // user, client, access, topic, allowed
        "- c READ public/x true",
        "- c READ public true",
        "- c WRITE public/x false",
        "- c WRITE in/a/box true",
        "- c WRITE in//box true",
        "- c WRITE in/a/b/box false",
        "- c READ house/x false",
        "- c READ $SYS/broker/uptime false",
        "ann c READ house/x true",
        "ann c WRITE house true",
        "ann c READ house/safe false",
        "ann c READ public/x false",
        "ann c READ $SYS/broker/uptime true",
        "bob c READ a/b true",
        "bob c WRITE a/b true",
        "bob c WRITE a/c false",
        "eve c READ a/b false",
        // what a pattern says
        "- c7 WRITE dev/c7/out true",
        "- c7 READ dev/c7/out false",
        "- c7 WRITE dev/c8/out false",
        "- c7 READ home/x false",
        "bob c7 READ home/bob/x true",
        "bob c7 READ home/bob true",
        "bob c7 READ home/bob/secret false",
        "bob c7 READ home/ann/x false",
        "bob c7 WRITE mix/xbob_y true",
        "bob c7 WRITE mix/x%u_y false",
        // names that would match what others own
        "+ c7 READ home/bob/x false",
        "# c7 READ home/x/y false",
        "bob + WRITE dev/c7/out false",
        "bob + READ home/bob/x false",
        "bob + READ a/b true",
        "bob a/b WRITE dev/a/b/out false",
        "%c c7 READ home/c7/x false",
        "%c c7 READ home/%c/x true",
      })
  void a_list_decides(String user, String client, Kind access, String topic, boolean allowed)
      throws Exception {
    assertThat(read(LIST).forClient(user, client).allows(access, topic)).isEqualTo(allowed);
  }

  @Test
  void a_user_name_may_hold_spaces_and_so_may_a_topic() throws Exception {
    assertThat(read(LIST).forClient("ann smith", "c").allows(Kind.WRITE, "two words/x")).isTrue();
  }

  @Test
  void an_empty_list_denies_everything() throws Exception {
    assertThat(read("").forClient("ann", "c").allows(Kind.READ, "a")).isFalse();
  }

  @Test
  void an_empty_user_name_matches_no_pattern() throws Exception {
    AclRules rules = read("pattern read home/%u/x\npattern read c/%c");

    assertThat(rules.forClient("", "c").allows(Kind.READ, "home//x")).isFalse();
    assertThat(rules.forClient("", "").allows(Kind.READ, "c/")).isFalse();
  }

  @Test
  void a_wildcard_does_not_match_names_with_a_dollar_sign() throws Exception {
    AclRules rules = read("topic read #\ntopic read +/x");

    assertThat(rules.forClient(null, "c").allows(Kind.READ, "$SYS/x")).isFalse();
    assertThat(rules.forClient(null, "c").allows(Kind.READ, "a/x")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic foo bar|\"foo\" is none of read, write, readwrite and deny",
        "topic|a topic is missing",
        "topic read|a topic is missing",
        "pattern deny|a topic is missing",
        "topic a/#/b|# must be the last level",
        "topic read a+|+ must be alone",
        "user|a user name is missing",
        "users x|\"users\" is none of",
        "allow all|\"allow\" is none of",
      })
  void a_bad_line_is_named(String line, String says) {
    assertThatThrownBy(() -> read("user x\n" + line + "\n"))
        .isInstanceOf(AccessFileException.class)
        .hasMessageStartingWith(folder.resolve("acl") + ":2: ")
        .hasMessageContaining(says);
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        // user, client, filter, whether anything that it matches may be read
        "- c public/# true",
        "- c public true",
        "- c public/+/x true",
        "- c +/x true",
        "- c # true",
        "- c + true",
        "- c in/a/box false",
        "- c private/# false",
        "- c $SYS/# false",
        "- c $SYS/broker/uptime false",
        "ann c house/safe false",
        "ann c house/+ true",
        "ann c house/safe/x true",
        "ann c +/safe false",
        "ann c $SYS/# true",
        "ann c log/ann false",
        "bob c a/+ true",
        "bob c +/b true",
        "bob c a/+/# true",
        "bob c a/c false",
        "bob c a/b/c false",
        "bob c +/+/+/+ true",
        "bob c +/+/secret false",
        "bob c home/ann/# false",
        "bob c home/bob/secret false",
        "bob c home/bob/+ true",
        "bob c dev/c/out false",
        "eve c a/b false",
        "eve c # true",
        "+ c # false",
      })
  void whether_anything_may_be_read_by_a_filter(
      String user, String client, String filter, boolean isReadable) throws Exception {
    assertThat(read(LIST).forClient(user, client).mayReadAny(TopicPattern.of(filter)))
        .isEqualTo(isReadable);
  }

  @Test
  void a_wildcard_that_is_denied_as_a_whole_leaves_nothing_to_read() throws Exception {
    AclRules rules = read("topic read a/#\ntopic deny a/+/x\ntopic deny b/#\ntopic read +/c\n");

    assertThat(mayRead(rules, "a/1/x")).isFalse();
    assertThat(mayRead(rules, "a/+/x")).isFalse();
    assertThat(mayRead(rules, "a/#")).isTrue();
    assertThat(mayRead(rules, "b/#")).isFalse();
    assertThat(mayRead(rules, "+/c")).isTrue();
    assertThat(mayRead(read(""), "#")).isFalse();
  }

  private static boolean mayRead(AclRules rules, String filter) {
    return rules.forClient(null, "c").mayReadAny(TopicPattern.of(filter));
  }
}
