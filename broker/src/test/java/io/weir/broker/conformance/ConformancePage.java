package io.weir.broker.conformance;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;

/** The page of the reference that says which test shows which statement of the specification. */
final class ConformancePage {
  private final ShownBy shownBy;
  private final StringBuilder text = new StringBuilder();

  ConformancePage(ShownBy shownBy) {
    this.shownBy = shownBy;
  }

  String text() {
    text.append(
        """
        # MQTT conformance

        Made from the tests of the broker by `ConformancePageTest`; not to be edited by hand.

        The specification numbers what it demands. Here is each of those numbers that concerns a server, in a few words
        of ours, with the tests that show it; the words of the standard are what counts
        ([3.1.1](https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html),
        [5.0](https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html)). The tests compare bytes, and most of
        them run a second time with a store behind the broker. `SessionSimulationTest`, which is not listed, holds many
        clients, lost connections and restarts against a model of deliveries, sessions and wills.
        """);
    version("5.0");
    version("3.1.1");
    return text.toString();
  }

  private void version(String version) {
    List<Statement> all = Statement.of(version);
    List<Statement> ours = all.stream().filter(each -> !isLeftToClients(version, each)).toList();
    long shown =
        ours.stream().filter(each -> !shownBy.tests(version, each.number()).isEmpty()).count();
    text.append("\n## MQTT ").append(version).append("\n\n");
    text.append(shown)
        .append(" of ")
        .append(ours.size())
        .append(" statements are shown by tests.\n\n");
    text.append("| statement | asks | shown by |\n| --- | --- | --- |\n");
    for (Statement each : ours) {
      text.append("| ").append(each.number()).append(" | ").append(each.meaning());
      text.append(" | ").append(evidence(version, each)).append(" |\n");
    }
    text.append("\nAbout clients only: ");
    text.append(
        all.stream()
            .filter(each -> isLeftToClients(version, each))
            .map(Statement::number)
            .collect(Collectors.joining(", ")));
    text.append(".\n");
  }

  private boolean isLeftToClients(String version, Statement statement) {
    return statement.isForClientsOnly() && shownBy.tests(version, statement.number()).isEmpty();
  }

  private String evidence(String version, Statement statement) {
    List<Method> tests = shownBy.tests(version, statement.number());
    return tests.isEmpty()
        ? "*" + statement.excuse() + "*"
        : tests.stream().map(ConformancePage::name).collect(Collectors.joining("<br>"));
  }

  private static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + ": " + test.getName().replace('_', ' ');
  }
}
