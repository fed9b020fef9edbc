package io.weir.broker.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What a client's certificate calls its owner. */
public final class CertificateName {
  private static final Map<String, String> KEYWORDS =
      Map.of("1.2.840.113549.1.9.1", "emailAddress");

  private CertificateName() {}

  /** The common name, the most specific one if there are several; null if there is none. */
  public static @Nullable String commonName(X509Certificate certificate) {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) {
        if (parts.get(i).getType().equalsIgnoreCase("CN")) {
          String name = String.valueOf(parts.get(i).getValue());
          return name.isEmpty() ? null : name;
        }
      }
      return null;
    } catch (InvalidNameException e) {
      return null;
    }
  }

  /** The whole subject, most specific part first. */
  public static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, KEYWORDS);
  }
}
