package io.weir.engine.runtime;

import io.weir.engine.flow.Problem;
import java.util.List;

/** A deploy that was refused; what runs goes on. */
public final class DeployException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final transient List<Problem> problems;

  private DeployException(String code, String text, List<Problem> problems) {
    super(text);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  static DeployException ofProblems(List<Problem> problems) {
    List<Problem> fatal = problems.stream().filter(Problem::isFatal).toList();
    return new DeployException(
        "invalid_flows",
        "The flows were not deployed: "
            + fatal.get(0).text()
            + (fatal.size() > 1 ? " (and " + (fatal.size() - 1) + " more)" : ""),
        problems);
  }

  static DeployException versionMismatch() {
    return new DeployException(
        "version_mismatch", "The flows were deployed by someone else meanwhile", List.of());
  }

  static DeployException ofCredentials() {
    return new DeployException(
        "credentials_load_failed",
        "The flows were not deployed: the credentials that came with them are encrypted with another"
            + " secret",
        List.of());
  }

  /** {@code version_mismatch}, {@code invalid_flows} or {@code credentials_load_failed}. */
  public String code() {
    return code;
  }

  /** What is wrong with the flows, fatal or not. */
  public List<Problem> problems() {
    return problems;
  }
}
