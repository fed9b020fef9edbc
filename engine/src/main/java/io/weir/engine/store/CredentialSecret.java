package io.weir.engine.store;

/** What the settings say about encrypting credentials: Node-RED's {@code credentialSecret}. */
public sealed interface CredentialSecret {
  /** Nothing: a secret is made once and kept beside the flows. */
  CredentialSecret GENERATED = new Generated();

  /** {@code false}: credentials are kept as plain JSON, which other tools may read and write. */
  CredentialSecret NONE = new None();

  /** A secret of the user's own. */
  static CredentialSecret of(String text) {
    return new Given(text);
  }

  /** What Node-RED's clients call it. */
  String type();

  /** A secret of the user's own. */
  record Given(String text) implements CredentialSecret {
    @Override
    public String type() {
      return "user";
    }

    @Override
    public String toString() {
      return "a secret of the user's own";
    }
  }

  /** A secret that is made once. */
  record Generated() implements CredentialSecret {
    @Override
    public String type() {
      return "system";
    }
  }

  /** No encryption. */
  record None() implements CredentialSecret {
    @Override
    public String type() {
      return "disabled";
    }
  }
}
