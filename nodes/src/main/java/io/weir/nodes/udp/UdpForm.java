package io.weir.nodes.udp;

import static io.weir.engine.node.Property.choice;
import static io.weir.engine.node.Property.text;

import io.weir.engine.node.NodeContext;
import io.weir.engine.node.Property;
import io.weir.engine.node.Property.Option;
import org.jspecify.annotations.Nullable;

/** What the two nodes' configurations share. */
final class UdpForm {
  static final Property<String> FAMILY =
      choice("ipv", Option.of("udp4", "IPv4"), Option.of("udp6", "IPv6"))
          .label("By")
          .defaultsTo("udp4");
  static final Property<String> INTERFACE =
      text("iface").label("Interface").hint("Its name or address.").defaultsTo("");

  private UdpForm() {}

  /**
   * The interface that is named, or that has the address named; says so if there is none of that
   * name. Null to take the usual one.
   */
  static @Nullable MulticastInterface iface(String written, boolean isIpV6, NodeContext context) {
    String name = written.strip();
    if (name.isEmpty() || name.contains(".")) {
      return name.isEmpty() ? null : MulticastInterface.at(name);
    }
    MulticastInterface found = MulticastInterface.named(name, isIpV6);
    if (found == null) {
      context.warn("udp: interface " + name + " not found");
    }
    return found;
  }
}
