package io.weir.broker.config;

import java.util.ArrayList;
import java.util.List;

/** A configuration by its contexts, each option checked by itself and not yet against others. */
final class ConfTree {
  final ConfSection global = new ConfSection(null);

  /** What stands before the first listener and belongs to one: the default listener. */
  final ConfSection defaultListener = new ConfSection(null);

  final List<ConfSection> listeners = new ArrayList<>();
  final List<ConfSection> bridges = new ArrayList<>();
  final List<ConfSection> plugins = new ArrayList<>();
  final List<ConfWarning> warnings = new ArrayList<>();
  boolean isPerListener;

  void warn(ConfLine line, String text) {
    warnings.add(new ConfWarning(line.where() + ": " + text, false));
  }

  /** A known option that is left out. */
  void warnMissing(ConfLine line, String text) {
    warnings.add(new ConfWarning(line.where() + ": " + text, true));
  }
}
