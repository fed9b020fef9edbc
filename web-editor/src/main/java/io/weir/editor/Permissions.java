package io.weir.editor;

import java.util.Arrays;
import java.util.List;

/**
 * What somebody may do.
 *
 * @param granted names of permissions, {@code *} for all, {@code read} and {@code write} for all of
 *     that kind
 */
public record Permissions(List<String> granted) {
  /** Everything. */
  public static final Permissions ALL = new Permissions(List.of("*"));

  public Permissions {
    granted = List.copyOf(granted);
  }

  /** Permissions of a list in a text, separated by blanks. */
  static Permissions of(String scope) {
    return new Permissions(Arrays.stream(scope.split(" ", -1)).filter(p -> !p.isEmpty()).toList());
  }

  /** Whether a permission is granted; the empty one always is. */
  public boolean allow(String wanted) {
    return wanted.isEmpty() || granted.stream().anyMatch(grant -> covers(grant, wanted));
  }

  /** Whether all of these are granted. */
  boolean allow(Permissions wanted) {
    return wanted.granted().stream().allMatch(this::allow);
  }

  private static boolean covers(String grant, String wanted) {
    return switch (grant) {
      case "*" -> true;
      case "read", "*.read" -> wanted.equals("read") || wanted.endsWith(".read");
      case "write", "*.write" -> wanted.equals("write") || wanted.endsWith(".write");
      default -> grant.equals(wanted);
    };
  }

  /** As clients know them: a text where there is one, else a list. */
  Object asJson() {
    return granted.size() == 1 ? granted.get(0) : granted;
  }
}
